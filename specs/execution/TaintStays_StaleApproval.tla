---- MODULE TaintStays_StaleApproval -----------------------------------------
(*
Bug: an approval is a property of the session. The owner has approved what the first
page asked for, a second page comes, and its tool runs on the same approval.
*)
EXTENDS TaintStays

KeepsApproval(c) == approval[c]
==============================================================================
