---- MODULE IngressIdempotency_AcknowledgedEarly -----------------------------
(*
A copy is answered with success as soon as its event's key is known, as if the
event were done, and the provider retries no more.  If the work in hand then
fails, or the gateway crashes, nobody has the event any more.
*)
EXTENDS IngressIdempotency

AsSoonAsSeen(e) == runs[e] > 0 \/ IsDuplicate(e)

==============================================================================
