---- MODULE GatewayProtected_BlankSecret -------------------------------------
(*
Bug: a secret counts as configured as soon as it is not empty, so one of spaces
only passes the start-up guard, and a client that sends the same spaces passes
the comparison. True of clawdbot 2026.1.24 for every bind mode; in openclaw
2026.1.29 only the guard trims, so it is still true on loopback.
*)
EXTENDS GatewayProtected

IsNotEmpty(secret) == secret # "unset"
==============================================================================
