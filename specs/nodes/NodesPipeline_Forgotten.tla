---- MODULE NodesPipeline_Forgotten ------------------------------------------
(*
Bug: the gateway keeps only the approvals that still wait, and forgets each one
as it is resolved. A node that asks about an approval hears that there is none,
and what the owner has allowed never runs. ExecApprovalManager of 2026.1.29
forgets in this way, so it could not serve such a question as it stands.
*)
EXTENDS NodesPipeline

LookupAmongPending(r) == IF approval[r] = "pending" THEN "pending" ELSE "unknown"
==============================================================================
