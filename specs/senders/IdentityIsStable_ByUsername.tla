---- MODULE IdentityIsStable_ByUsername --------------------------------------
(*
Bug: the username is compared with the list too. Its owner gives it up, somebody
else takes it, and is in the list. True of 2026.1.29: telegram/bot-access.js
resolveSenderAllowMatch compares senderUsername with every entry.
*)
EXTENDS IdentityIsStable

SpellingsAndUsername(sender) ==
    {Fold(sender.id), sender.channel \o ":" \o Fold(sender.id), sender.username}
==============================================================================
