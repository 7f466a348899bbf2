---- MODULE ElevatedNeedsBoth_AgentReplaces ----------------------------------
(*
Bug: an agent's own list stands in for the global one, as it does for most
settings. Whoever may write an agent's settings gives rights that the owner
keeps from everybody.
*)
EXTENDS ElevatedNeedsBoth

AgentListOrGlobal(m) ==
    IsApproved(IF cfg.agentList = Inherit THEN cfg.globalList ELSE cfg.agentList, m)
==============================================================================
