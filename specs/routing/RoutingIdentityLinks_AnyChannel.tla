---- MODULE RoutingIdentityLinks_AnyChannel ----------------------------------
(*
The channel in front of a listed id is not compared: telegram:ann matches
whoever is called ann on any channel.
*)
EXTENDS RoutingIdentityLinks

OnAnyChannel(p) ==
  {channel \o ":" \o p.id : channel \in {"telegram", "discord", "webchat"}}

==============================================================================
