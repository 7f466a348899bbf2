---- MODULE PluginTrustedFirst_SlotBeforeOff ---------------------------------
(*
Bug: the memory slot is asked before the plugin's own switch. A plugin that the owner
has disabled runs, because its id is still in the slot. True of 2026.1.29:
resolveEnableState in plugins/config-state.js asks in this order.
*)
EXTENDS PluginTrustedFirst

OffUnlessSlotted == cfg.entry = "off" /\ cfg.slot # Id
==============================================================================
