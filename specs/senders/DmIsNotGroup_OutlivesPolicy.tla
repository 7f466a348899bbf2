---- MODULE DmIsNotGroup_OutlivesPolicy --------------------------------------
(*
Bug: the store counts under every policy. The owner goes from pairing to a list,
and those who were approved before are still admitted. True of 2026.1.29: the
monitors join the store to allowFrom without a look at dmPolicy.
*)
EXTENDS DmIsNotGroup

StoreAlwaysCounts == TRUE
==============================================================================
