---- MODULE IdentityIsStable_ByName ------------------------------------------
(*
Bug: the display name is compared with the list, which anybody may set to
anything, an id included. True of 2026.1.29: config/group-policy.js
resolveToolsBySender tries senderName after the id.
*)
EXTENDS IdentityIsStable

SpellingsAndName(sender) ==
    {Fold(sender.id), sender.channel \o ":" \o Fold(sender.id), sender.name}
==============================================================================
