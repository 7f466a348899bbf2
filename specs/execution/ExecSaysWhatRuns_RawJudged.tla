---- MODULE ExecSaysWhatRuns_RawJudged ---------------------------------------
(*
Bug: the rules judge the text that the caller sends beside the argv, and the node
starts the argv. A caller that calls rm head runs it unasked. True of 2026.1.29:
node-host/runner.js judges rawCommand if there is one, and spawns params.command
(CVE-2026-26325).
*)
EXTENDS ExecSaysWhatRuns

RawCommandJudged(r) == IF r.rawCommand = "none" THEN Payload(r.argv) ELSE r.rawCommand
==============================================================================
