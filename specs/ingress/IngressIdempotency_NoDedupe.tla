---- MODULE IngressIdempotency_NoDedupe --------------------------------------
(*
Copies are not compared with anything: the provider's retry is one more event.
*)
EXTENDS IngressIdempotency

NothingIsADuplicate(e) == FALSE

==============================================================================
