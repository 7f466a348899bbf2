---- MODULE NodesPipeline_ApprovalClaimed ------------------------------------
(*
Bug: the node believes the caller's own word that the request was approved. Any
client that may call node.invoke then runs commands past the owner. True of
2026.1.29: node-host/runner.js takes params.approved (or approvalDecision) as
the approval.
*)
EXTENDS NodesPipeline

IsApprovedOrClaimed(r) == Lookup(r) = "allowed" \/ claimed[r]
==============================================================================
