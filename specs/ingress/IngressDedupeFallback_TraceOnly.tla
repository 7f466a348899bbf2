---- MODULE IngressDedupeFallback_TraceOnly ----------------------------------
(*
The transport's trace is taken for the key of every event, also where the
provider sends an id.  After a reconnect the transport brings the same event
under another trace, and it is processed again.  No stranger gains by it: it
costs a second answer.
*)
EXTENDS IngressDedupeFallback

TraceOfAll(e, spelling) == FallbackKey(e, spelling)

==============================================================================
