---- MODULE IngressDedupeFallback_NoFallback ---------------------------------
(*
An event without an id has no key, and every retry of it is processed again.
True of buildInboundDedupeKey in 2026.1.29.
*)
EXTENDS IngressDedupeFallback

NoKey(e, spelling) == {}

==============================================================================
