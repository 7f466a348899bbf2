---- MODULE NodesPipeline_Undeclared -----------------------------------------
(*
Bug: only the gateway's allowlist is looked at, and not what the node declared
when it connected. A node that offers no shell, or whose user has switched
commands off, is told to run one all the same.
*)
EXTENDS NodesPipeline

IsTakenForDeclared == TRUE
==============================================================================
