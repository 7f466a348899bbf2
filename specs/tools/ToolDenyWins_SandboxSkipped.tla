---- MODULE ToolDenyWins_SandboxSkipped --------------------------------------
(*
Bug: the entry over HTTP has a list of layers of its own, and the sandbox's is
not in it. What a sandboxed session may not call is called over HTTP in that
session's name. True of 2026.1.29: handleToolsInvokeHttpRequest never asks for
the sandbox's lists. 2026.9.6 does.
*)
EXTENDS ToolDenyWins

LayersWithoutSandbox(e) == IF e = "http" THEN <<"tools", "agent", "http">>
                                         ELSE <<"tools", "agent", "sandbox">>
==============================================================================
