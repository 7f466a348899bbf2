---- MODULE SpawnNeverWidens_TargetsOfTheAgent -------------------------------
(*
Bug: a child may spawn for whomever its own agent may. A session reaches an
agent that the owner has kept from it by way of a child. True of 2026.9.6, where
resolveSubagentTargetPolicy sees the allowAgents of the asking session's agent
only; in 2026.1.29 a child spawns nothing.
*)
EXTENDS SpawnNeverWidens

TargetsAsConfigured(r) == OwnTargets(r.agent)
==============================================================================
