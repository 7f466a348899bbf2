---- MODULE RoutingIsolation_CaseFolded --------------------------------------
(*
Ids are lower-cased on their way into the key.  On a channel that tells ids
apart by case, a stranger takes the listed id of somebody else in capital
letters and is answered out of the other's session.  True of
buildAgentPeerSessionKey in all releases up to 2026.9.6.
*)
EXTENDS RoutingIsolation

LowerCased(p) == IF p.id = "Ann" THEN "ann" ELSE p.id

==============================================================================
