---- MODULE RoutingIdentityLinks_TransitiveLeak ------------------------------
(*
Groups that share a member are merged, as if links were an equivalence: one
person who is in the family group and in the office group joins everybody else
of the two.
*)
EXTENDS RoutingIdentityLinks

Merged(links, p) ==
  IF Listing(links, p) = <<>> THEN ""
  ELSE IF links[1].ids \cap links[2].ids # {} THEN links[1].name
  ELSE Head(Listing(links, p)).name

==============================================================================
