---- MODULE PolicyWrites_DenyListOutdated ------------------------------------
(*
Bug: the gateway tool has a list of settings that a model may not write. A
setting that an update brings is on no list before somebody thinks of it, and
until then the model writes it. True up to 2026.4.22 by GHSA-cwj3-vqpp-pmxr; from
2026.4.23 on there is a list of settings that a model may write.
*)
EXTENDS PolicyWrites

ModelMayNotWriteListed(settings) == settings \cap {"exec", "tools", "auth"} = {}
==============================================================================
