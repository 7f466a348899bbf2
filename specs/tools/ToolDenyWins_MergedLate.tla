---- MODULE ToolDenyWins_MergedLate ------------------------------------------
(*
Bug: the tools of a server that connects during a run are put on the list as
they are, past the layers that have filtered it. A pattern that denies all of
the server's tools denies none of them.
*)
EXTENDS ToolDenyWins

MergedUnfiltered(tools) == tools
==============================================================================
