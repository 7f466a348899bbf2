---- MODULE DeliveredOnce_IdForgotten ----------------------------------------
(*
Bug: the id goes with the row when the reply is delivered. A run that failed after
its reply was sent is tried again, and nothing says that the reply is out. This is
the shape of issue 69303.
*)
EXTENDS DeliveredOnce

IsStillQueued == row \in {"pending", "started"}
==============================================================================
