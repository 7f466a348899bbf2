---- MODULE PairingRefreshRace_TwoStep ---------------------------------------
(*
Fault: nothing holds the look-up and the write together. Two copies of one message
are looked up, neither finds a row, and both add one: the sender has two live
requests with two codes.
*)
EXTENDS PairingRefreshRace

EnterAnyTime(h) == TRUE
==============================================================================
