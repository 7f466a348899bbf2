---- MODULE DeliveredOnce_BlindReplay ----------------------------------------
(*
Bug: after a crash every send that was begun is taken for one that did not happen.
A reply that the platform has, and that was not acknowledged yet, is sent again.
*)
EXTENDS DeliveredOnce

ReplayedBlindly == "pending"
==============================================================================
