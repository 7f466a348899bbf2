---- MODULE EveryEventIsGated_ReactionSkipsMembers ---------------------------
(*
Bug: a reaction is not asked who it is from. Whoever is in the channel puts text
of their own before the agent. True of 2026.1.29: the handlers of reactions of
Slack and of Discord.
*)
EXTENDS EveryEventIsGated

IsMemberOrReacts(kind, by) == kind = "reaction" \/ by \in members
==============================================================================
