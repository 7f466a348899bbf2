---- MODULE PairingCap_CapCountsExpired --------------------------------------
(*
Fault: the cap counts the rows of the file as it was read, expired ones included.
After a flood that nobody kept alive, a newcomer is still refused for the sake of
requests that have expired.
*)
EXTENDS PairingCap

CountedUnpruned(ch) == File(ch)
==============================================================================
