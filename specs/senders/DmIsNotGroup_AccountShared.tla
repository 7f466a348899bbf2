---- MODULE DmIsNotGroup_AccountShared ---------------------------------------
(*
Bug: the store is one for all accounts of a channel. Whoever is approved for one
account writes to all of them. True of 2026.1.29: readChannelAllowFromStore takes
no account.
*)
EXTENDS DmIsNotGroup

StoreOfChannel(at) ==
    IF \E a \in approved : a.channel = at.channel THEN {"mallory"} ELSE {}
==============================================================================
