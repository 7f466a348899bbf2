---- MODULE DmIsNotGroup_StoreInGroup ----------------------------------------
(*
Bug: the store is joined to the list of groups. One approval for direct messages
admits the sender to every group. True of 2026.1.29: the monitors of iMessage,
Signal, LINE and Telegram.
*)
EXTENDS DmIsNotGroup

GroupListAndStore(at) ==
    StoreAllowFrom(at) \cup
    (IF lists.groupAllowFrom # {} THEN lists.groupAllowFrom
     ELSE IF lists.fallback THEN lists.allowFrom ELSE {})
==============================================================================
