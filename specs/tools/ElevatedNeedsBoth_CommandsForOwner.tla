---- MODULE ElevatedNeedsBoth_CommandsForOwner -------------------------------
(*
Bug: an owner-only command asks only whether the sender may give commands. Bob,
who may stop a run or ask for the status, changes the configuration. True of
2026.1.29 on most channels: commands-config.js asks for isAuthorizedSender, and
that asks for the owner on WhatsApp only.
*)
EXTENDS ElevatedNeedsBoth

IsAnyCommander(m) == MayCommand(m.sender)
==============================================================================
