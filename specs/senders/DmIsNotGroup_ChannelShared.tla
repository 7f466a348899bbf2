---- MODULE DmIsNotGroup_ChannelShared ---------------------------------------
(*
Bug: the store is found by the name of the account, without the channel. An
approval on one channel counts on every channel with an account of that name.
*)
EXTENDS DmIsNotGroup

StoreOfAccountName(at) ==
    IF \E a \in approved : a.account = at.account THEN {"mallory"} ELSE {}
==============================================================================
