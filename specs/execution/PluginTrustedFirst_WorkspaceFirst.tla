---- MODULE PluginTrustedFirst_WorkspaceFirst --------------------------------
(*
Bug: of several plugins with one id the workspace's comes first. The owner has named
the bundled one, and a stranger's plugin of that name runs. True of 2026.1.29:
discoverOpenClawPlugins looks into the workspace before the bundled plugins, and the
loader keeps the first of an id.
*)
EXTENDS PluginTrustedFirst

FirstFound(found) ==
    IF "workspace" \in found THEN "workspace" ELSE IF "global" \in found THEN "global" ELSE "bundled"
==============================================================================
