---- MODULE ExecSaysWhatRuns_ContextUnbound ----------------------------------
(*
Bug: an approval is bound to the argv, and not to the directory and the environment.
The caller asks about a harmless run, and runs the same argv where, or with the
variable with which, it does something else. This is the shape of CVE-2026-32058.
*)
EXTENDS ExecSaysWhatRuns

MatchArgv(r) == approval.argv = r.argv
==============================================================================
