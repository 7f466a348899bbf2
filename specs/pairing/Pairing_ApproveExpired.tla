---- MODULE Pairing_ApproveExpired -------------------------------------------
(*
Fault: approval looks the code up in the file as it is, without pruning the
expired rows first. Whoever finds an old code can still have it approved, as long
as nothing else has touched the file.
*)
EXTENDS Pairing

ApprovableUnpruned == rows
==============================================================================
