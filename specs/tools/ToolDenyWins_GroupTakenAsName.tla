---- MODULE ToolDenyWins_GroupTakenAsName ------------------------------------
(*
Bug: entries are compared with the names of tools as they are written. No tool
is called group:runtime or bash, so a deny list with these entries denies
nothing; an allow list with them allows nothing.
*)
EXTENDS ToolDenyWins

ExpandNothing(list) == list
==============================================================================
