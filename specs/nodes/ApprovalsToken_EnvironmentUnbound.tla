---- MODULE ApprovalsToken_EnvironmentUnbound --------------------------------
(*
Bug: the token is bound to the command, its arguments, the node and the working
directory, and not to the environment. With another PATH the allowed command
line starts another program. The environment was not a part of what an approval
binds until 2026.2.26.
*)
EXTENDS ApprovalsToken

IsSameButForEnvironment(bound, presented) == bound = [presented EXCEPT !.env = bound.env]
==============================================================================
