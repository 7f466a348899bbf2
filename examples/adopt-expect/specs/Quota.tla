---- MODULE Quota ------------------------------------------------------------
(*
Two uploads reserve space, and give it back.  Without GivesBack, an upload that
is cancelled keeps its space, and in the end nobody can upload.
*)
EXTENDS Naturals

CONSTANTS Space, GivesBack

VARIABLES free, running

vars == <<free, running>>

Init == free = Space /\ running = 0

Begin == free > 0 /\ free' = free - 1 /\ running' = running + 1

Cancel ==
  /\ running > 0
  /\ running' = running - 1
  /\ free' = IF GivesBack THEN free + 1 ELSE free

Next == Begin \/ Cancel

Spec == Init /\ [][Next]_vars

------------------------------------------------------------------------------
NoMoreThanThereIs == free + running <= Space

==============================================================================
