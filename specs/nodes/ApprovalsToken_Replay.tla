---- MODULE ApprovalsToken_Replay --------------------------------------------
(*
Bug: a token is looked up and not used up. Whoever has seen it go by, in a log
or in the caller's own retries, presents it again while it is young, and the
command that was allowed once runs twice.
*)
EXTENDS ApprovalsToken

StillAllowed == "allowed"
==============================================================================
