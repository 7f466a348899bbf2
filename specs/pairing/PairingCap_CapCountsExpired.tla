---- MODULE PairingCap_CapCountsExpired --------------------------------------
(*
Fault: the cap counts the rows of the file as it was read, expired ones included.
A flood that nobody keeps alive still locks newcomers out after its requests have
expired.
*)
EXTENDS PairingCap

CountedUnpruned(ch) == File(ch)
==============================================================================
