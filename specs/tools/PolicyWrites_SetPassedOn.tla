---- MODULE PolicyWrites_SetPassedOn -----------------------------------------
(*
Bug: node.invoke passes every command on that the node has declared, also the one
that writes the node's own exec policy. A client that may not call
exec.approvals.set writes the same file by node.invoke, and then runs what it
likes. True of 2026.1.29; 2026.9.6 refuses system.execApprovals.* there.
*)
EXTENDS PolicyWrites

InvokeAllowsAll(r) == r.method = "node.invoke" /\ r.touches # {} => cfg.nodeOffersSet
==============================================================================
