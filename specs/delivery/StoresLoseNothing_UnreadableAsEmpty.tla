---- MODULE StoresLoseNothing_UnreadableAsEmpty ------------------------------
(*
Bug: a file that cannot be read counts as empty, and the next change overwrites
it. True of 2026.1.29: loadExecApprovals in infra/exec-approvals.js returns an empty
file for one that does not parse, and ensureExecApprovals saves it. This is the
shape of issue 71873.
*)
EXTENDS StoresLoseNothing

UsableAnyway(found) == TRUE
==============================================================================
