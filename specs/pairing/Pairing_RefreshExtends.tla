---- MODULE Pairing_RefreshExtends -------------------------------------------
(*
Fault: asking again restarts the request's clock, as it would if a refresh wrote
createdAt as well as lastSeenAt. The same code then lives as long as its sender
keeps asking, and can be approved long after it should have expired.
*)
EXTENDS Pairing

RefreshedAnew(row) == [row EXCEPT !.seen = 0, !.age = 0]
==============================================================================
