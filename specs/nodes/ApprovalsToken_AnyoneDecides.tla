---- MODULE ApprovalsToken_AnyoneDecides -------------------------------------
(*
Bug: the way in by which a decision comes does not ask whether its sender may
decide. A client that may only read answers the owner's question itself. True
of the /approve command of a chat up to 2026.2.1.
*)
EXTENDS ApprovalsToken

Anyone(who) == TRUE
==============================================================================
