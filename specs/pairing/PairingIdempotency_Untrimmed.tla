---- MODULE PairingIdempotency_Untrimmed -------------------------------------
(*
Fault: ids are compared as they come. A retry that spells the same sender with a
blank at the end makes a second live request.
*)
EXTENDS PairingIdempotency

AsItComes(id) == id
==============================================================================
