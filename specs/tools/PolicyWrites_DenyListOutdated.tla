---- MODULE PolicyWrites_DenyListOutdated ----------------------------------
(*
Bug: the gateway tool has a list of settings that a model may not write. A
setting that an update brings is on no list before somebody thinks of it, and
until then the model writes it.
*)
EXTENDS PolicyWrites

ModelMayNotWriteListed(settings) == settings \cap {"exec", "tools", "auth"} = {}
==============================================================================
