---- MODULE PluginTrustedFirst_SetupImports ----------------------------------
(*
Bug: the dialogue that sets plugins up imports each one that it finds, to ask it for
its settings. The import runs the plugin, which nobody has enabled yet.
*)
EXTENDS PluginTrustedFirst

SetupAdmitsAll(path, origin) == path = "setup" \/ ResolveEnableState(origin)
==============================================================================
