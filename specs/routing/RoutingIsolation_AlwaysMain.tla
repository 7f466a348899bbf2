---- MODULE RoutingIsolation_AlwaysMain --------------------------------------
(*
The scope is never looked at: every direct message lands in the agent's main
session.  This is also what an unset dmScope means in 2026.1.29, whose default
is main: whoever writes to the bot is answered out of everybody's messages.
*)
EXTENDS RoutingIsolation

AlwaysMain(scope, links, p) == MainKey

==============================================================================
