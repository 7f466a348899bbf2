---- MODULE RoutingIdentityLinks_Canonical -----------------------------------
(*
Being listed at all is taken for being the one owner: everybody with a link
gets the first group's name, so strangers from two groups share a session.
*)
EXTENDS RoutingIdentityLinks

FirstNameForAll(links, p) == IF Listing(links, p) = <<>> THEN "" ELSE links[1].name

==============================================================================
