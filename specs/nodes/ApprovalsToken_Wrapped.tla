---- MODULE ApprovalsToken_Wrapped -------------------------------------------
(*
Bug that costs availability: the token is bound to the command as the owner was
shown it, and compared with the shell line that the node is sent. The two are
never equal, so nothing that was allowed runs, and the owner is soon asked to
switch approvals off. In 2026.1.29 the request for approval carries the text of
the command, and the node gets an argument list wrapped in a shell.
*)
EXTENDS ApprovalsToken

IsSameOnceWrapped(bound, presented) == bound = [presented EXCEPT !.command = "/bin/sh"]
==============================================================================
