---- MODULE OperatorScopes_ApprovedUnchecked ---------------------------------
(*
Bug: the approval of a device does not ask which scopes the caller has. Whoever
may pair makes its own device an admin. True of 2026.1.29:
approveDevicePairing takes the id of the request and nothing of the caller.
*)
EXTENDS OperatorScopes

MayApproveAnything(d) == TRUE
==============================================================================
