---- MODULE StoresLoseNothing_HashIgnored ------------------------------------
(*
Bug: a writer without a lock does not compare the file with what it has read. The
change of the other one, which came in between, is overwritten. True of 2026.1.29:
addAllowlistEntry in infra/exec-approvals.js saves the whole file that its caller
has loaded earlier.
*)
EXTENDS StoresLoseNothing

NotCompared(w) == TRUE
==============================================================================
