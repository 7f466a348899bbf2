---- MODULE PolicyWrites_OneSettingSeen --------------------------------------
(*
Bug: the guard lets a patch through if it finds a setting on its list in it. A
patch that carries a harmless setting beside a rule passes with both.
*)
EXTENDS PolicyWrites

ModelMayWriteIfOneIs(settings) == "theme" \in settings
==============================================================================
