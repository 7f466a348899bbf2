---- MODULE GatewayProtected_BlankSecret -------------------------------------
(*
Bug: a secret counts as configured as soon as it is not empty, so one of spaces
only passes the start-up guard, and a client that sends the same spaces passes
the comparison. True of clawdbot 2026.1.24 for every bind mode. In openclaw
2026.1.29 the comparison still lets it pass, but the guard and the command line
trim; what is left is a server started on loopback by other means.
*)
EXTENDS GatewayProtected

IsNotEmpty(secret) == secret # "unset"
==============================================================================
