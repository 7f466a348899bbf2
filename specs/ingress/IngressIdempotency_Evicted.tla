---- MODULE IngressIdempotency_Evicted ---------------------------------------
(*
More events come within a window than the cache has places (5,000 in 20
minutes in 2026.1.29, for all channels together).  The oldest key is thrown
out although its event is still being retried.  Anyone who can send many
messages can do this to somebody else's.
*)
EXTENDS IngressIdempotency

AnyLoad == TRUE

==============================================================================
