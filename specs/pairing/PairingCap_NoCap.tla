---- MODULE PairingCap_NoCap -------------------------------------------------
(*
Fault: there is no cap. Every name a flooder writes under gets a row and a code,
and the owner's list drowns.
*)
EXTENDS PairingCap

AlwaysRoom(ch) == TRUE
==============================================================================
