---- MODULE SpawnNeverWidens_DepthOfTheRuntime -------------------------------
(*
Bug: each runtime counts the children that it has spawned itself. A child in
another runtime starts again at depth 0, so that children who change the runtime
spawn without end.
*)
EXTENDS SpawnNeverWidens

DepthInThisRuntime == IF Last.runtime = "acp" THEN 0 ELSE Len(sessions) - 1
==============================================================================
