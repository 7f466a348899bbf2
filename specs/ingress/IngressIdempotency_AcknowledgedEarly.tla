---- MODULE IngressIdempotency_AcknowledgedEarly -----------------------------
(*
A duplicate is answered with success as if the first copy were done, and the
provider stops.  If the gateway then crashes before the first copy is done,
nobody has the event any more.
*)
EXTENDS IngressIdempotency

AsSoonAsSeen(e) == runs[e] > 0 \/ IsDuplicate(e)

==============================================================================
