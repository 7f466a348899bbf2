---- MODULE SpawnNeverWidens_ToolsOfTheAgent ---------------------------------
(*
Bug: a child has the tools of its own agent, whatever its parent may call. A
session without the shell has its commands run by a child. True of 2026.1.29,
where only a fixed list is taken from a child's tools.
*)
EXTENDS SpawnNeverWidens

ToolsAsConfigured(r) == OwnTools(r.agent)
==============================================================================
