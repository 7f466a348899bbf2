---- MODULE ToolDenyWins_HttpUnguarded ---------------------------------------
(*
Bug: the entry over HTTP applies the agent's layers and nothing more. A client
that should read a file or send a message spawns sessions. True of 2026.1.29 and
2026.2.1; from 2026.2.14 on the gateway has a list of tools that it denies over
HTTP.
*)
EXTENDS ToolDenyWins

LayersWithoutHttp(e) == <<"tools", "agent", "sandbox">>
==============================================================================
