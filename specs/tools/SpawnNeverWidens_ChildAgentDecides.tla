---- MODULE SpawnNeverWidens_ChildAgentDecides -------------------------------
(*
Bug: whether a child is sandboxed is left to the configuration of the child's
agent. A session in the sandbox spawns a child for an agent that has none, and
the child works on the host. True of 2026.1.29, where sessions_spawn does not
look at the sandbox of the session that calls it.
*)
EXTENDS SpawnNeverWidens

SandboxNotCompared(r) == Last.sandboxed => r.runtime = "subagent"
==============================================================================
