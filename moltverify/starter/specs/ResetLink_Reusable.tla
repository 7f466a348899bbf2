---- MODULE ResetLink_Reusable ----
(*
A fault of ResetLink: opening a link does not make it invalid.

A red model defines the faulty operator and nothing else; its config puts it in place of the
intended one. So the two models differ in one named thing.
*)
EXTENDS ResetLink

WorkingAfterStill(link) == working
====
