---- MODULE RoutingIsolation_BareId ------------------------------------------
(*
A peer is looked up in the links under its bare id as well as under its id
with the channel in front.  On a channel where people choose their ids, the id
telegram:ann matches the link entry of Ann's Telegram account.  True of
resolveLinkedPeerId in 2026.1.29, wherever ids may contain the separator.
*)
EXTENDS RoutingIsolation

BareIdToo(p) == {p.id, p.channel \o ":" \o p.id}

==============================================================================
