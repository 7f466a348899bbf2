---- MODULE IngressIdempotency_FailureStaysMarked ----------------------------
(*
An event that failed keeps its key.  Every retry within the window is dropped
as a duplicate, and as each makes the key new again the event is never
processed.  True of shouldSkipDuplicateInbound in 2026.1.29, which marks the
key on look-up and never takes it back.
*)
EXTENDS IngressIdempotency

KeyStays(e) == cache

==============================================================================
