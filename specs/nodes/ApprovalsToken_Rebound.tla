---- MODULE ApprovalsToken_Rebound -------------------------------------------
(*
Bug: the token is compared with everything but the command. The owner's yes to a
harmless command then serves for another one on the same files. It happens when
only a part of the request goes into the digest that the token is bound to.
*)
EXTENDS ApprovalsToken

IsSameButForCommand(bound, presented) == bound = [presented EXCEPT !.command = bound.command]
==============================================================================
