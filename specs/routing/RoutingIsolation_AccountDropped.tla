---- MODULE RoutingIsolation_AccountDropped ----------------------------------
(*
per-account-channel-peer is treated like per-channel-peer: the account that the
message was sent to does not reach the key (seen wherever a caller forgets to
pass accountId on).  What Ann told the private bot is shown at the bot at work.
*)
EXTENDS RoutingIsolation

WithoutAccount(scope, links, p) ==
  IF scope = "per-peer" THEN "agent:main:" \o PeerPart(links, p)
  ELSE "agent:main:" \o p.channel \o ":" \o PeerPart(links, p)

==============================================================================
