---- MODULE ResetLink_Reusable ----
(*
A fault of ResetLink: opening a link does not make it invalid.

A red model defines only the faulty operator; its config replaces the intended operator by it.
Therefore the two models differ in one named operator.
*)
EXTENDS ResetLink

WorkingAfterStill(link) == working
====
