---- MODULE RoutingIsolation_CanonicalName -----------------------------------
(*
A linked peer's key holds the group's name in the very form in which it would
hold a peer's id.  A peer who takes that name for an id is in the group's
session without being listed.  True of buildAgentPeerSessionKey in 2026.1.29.
*)
EXTENDS RoutingIsolation

NameInPlaceOfId(links, p) ==
  LET name == LinkedName(links, p)
  IN  IF name = "" THEN "dm:" \o p.id ELSE "dm:" \o name

==============================================================================
