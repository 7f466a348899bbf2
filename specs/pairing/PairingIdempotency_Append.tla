---- MODULE PairingIdempotency_Append ----------------------------------------
(*
Fault: the sender is not looked up first, so that every call appends a row. A retry
of one message makes a second live request with a second code.
*)
EXTENDS PairingIdempotency

FoundNever(id) == {}
==============================================================================
