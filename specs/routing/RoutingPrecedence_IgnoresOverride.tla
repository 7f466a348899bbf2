---- MODULE RoutingPrecedence_IgnoresOverride --------------------------------
(*
Only session.dmScope is read.  An owner who isolates one channel in the
configuration gets no isolation and no warning.  True of resolveAgentRoute up
to 2026.6.11, in the sense that it knows no override per channel.
*)
EXTENDS RoutingPrecedence

GlobalScopeOnly(channel) == globalScope

==============================================================================
