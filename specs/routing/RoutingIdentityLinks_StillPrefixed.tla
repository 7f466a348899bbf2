---- MODULE RoutingIdentityLinks_StillPrefixed -------------------------------
(*
The group's name is put in after the channel has been added to the peer: each
member keeps a session per channel, and the links do nothing under per-peer.  It costs
convenience and no secret, and is here for the second half of the claim.
*)
EXTENDS RoutingIdentityLinks

NamePerChannel(links, p) ==
  LET name == LinkedName(links, p)
  IN  IF name = "" THEN "dm:" \o p.id ELSE "link:" \o p.channel \o ":" \o name

==============================================================================
