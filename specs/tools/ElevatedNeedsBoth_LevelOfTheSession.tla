---- MODULE ElevatedNeedsBoth_LevelOfTheSession ------------------------------
(*
Bug: the level that one sender left in the session counts for the next sender
too. In a group, the owner switches it on and everybody's messages run outside
the sandbox.
*)
EXTENDS ElevatedNeedsBoth

LevelWhoeverAsks(allowed) == level
==============================================================================
