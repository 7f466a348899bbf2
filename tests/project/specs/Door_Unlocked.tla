---- MODULE Door_Unlocked ----
(* The door opens for everybody. *)
EXTENDS Door
MayOpenAnybody(v) == v \in Visitors
====
