---- MODULE IngressIdempotency_FixedWindow -----------------------------------
(*
A duplicate does not make its key new again, so the window counts from the
first copy and a provider that goes on retrying outlasts it.
*)
EXTENDS IngressIdempotency

KeepsItsAge(e) == cache

==============================================================================
