---- MODULE ExecSaysWhatRuns_WrapperListed -----------------------------------
(*
Bug: allow-always lists the first word of the argv. For a line in a shell this is
the shell, and a shell starts everything. True of 2026.1.29: node-host/runner.js
adds the path that each segment of the argv resolves to (CVE-2026-29607).
*)
EXTENDS ExecSaysWhatRuns

PatternsOfArgv(argv) ==
    IF argv \in ShellArgvs THEN {"head", "rm"} ELSE Analyze(argv)
==============================================================================
