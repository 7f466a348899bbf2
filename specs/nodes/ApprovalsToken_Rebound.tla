---- MODULE ApprovalsToken_Rebound -------------------------------------------
(*
Bug: the token is compared with the arguments and the node, and not with the
command. The owner's yes to a harmless command then serves for another one on
the same files. It happens when only part of the request goes into the digest
that the token is bound to.
*)
EXTENDS ApprovalsToken

IsSameButForCommand(bound, presented) ==
    bound.args = presented.args /\ bound.node = presented.node
==============================================================================
