---- MODULE IngressIdempotency_MarkLate --------------------------------------
(*
The key is marked once the event has been processed, so that a failure needs
no clean-up.  A retry that comes while the first copy is in work finds no key.
*)
EXTENDS IngressIdempotency

OnceProcessed == "processed"

==============================================================================
