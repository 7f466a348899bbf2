---- MODULE PolicyWrites_ApplyUnguarded --------------------------------------
(*
Bug: the guard of the gateway tool was written for config.patch and never reached
config.apply, which writes the whole configuration at once.
*)
EXTENDS PolicyWrites

GuardedPatches == {"config.patch"}
==============================================================================
