---- MODULE PairingCap_HeldForEver -------------------------------------------
(*
Fault: asking again restarts the request's clock. A flooder who fills the places
and keeps asking under each name never lets go of them: the channel stays full,
and no stranger can ever ask to be paired.
*)
EXTENDS PairingCap

RefreshedAnew(row) == [row EXCEPT !.age = 0]
==============================================================================
