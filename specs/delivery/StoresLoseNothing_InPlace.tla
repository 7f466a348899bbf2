---- MODULE StoresLoseNothing_InPlace ----------------------------------------
(*
Bug: the file is written in place. A crash in the middle of a write leaves a part of
it, and the rest is gone. True of 2026.1.29: saveExecApprovals in
infra/exec-approvals.js writes without a temporary file.
*)
EXTENDS StoresLoseNothing

TornFile(w) ==
    IF stage[w] = "read" THEN [is |-> "unreadable", entries |-> {}] ELSE file
==============================================================================
