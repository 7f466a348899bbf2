---- MODULE RoutingIdentityLinks_Canonical -----------------------------------
(*
Being listed at all is taken for being the one owner: everybody with a link
gets the first group's name, so strangers from two groups share a session.  No
release had this fault: it is the simplest reading of links that is wrong.
*)
EXTENDS RoutingIdentityLinks

FirstNameForAll(links, p) == IF Listing(links, p) = <<>> THEN "" ELSE links[1].name

==============================================================================
