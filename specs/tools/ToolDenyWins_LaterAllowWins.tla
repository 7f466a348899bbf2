---- MODULE ToolDenyWins_LaterAllowWins --------------------------------------
(*
Bug: an allow list adds to what the layers before it have left, in place of
narrowing it. An agent whose own list names the shell has it back, although the
owner denied it to all agents.
*)
EXTENDS ToolDenyWins

FilterOrBringBack(tools, layer) ==
    LET named == CoreTools \cap ExpandToolGroups(policy[layer].allow)
    IN  {t \in tools \cup named : MatchesPolicy(t, layer)}
==============================================================================
