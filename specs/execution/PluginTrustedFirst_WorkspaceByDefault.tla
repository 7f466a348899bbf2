---- MODULE PluginTrustedFirst_WorkspaceByDefault ----------------------------
(*
Bug: a plugin that lies in the workspace is enabled unless something speaks against
it. Whoever has a repository cloned there runs code in the gateway. True of
2026.1.29: resolveEnableState in plugins/config-state.js ends with enabled for every
origin but bundled (CVE-2026-32920).
*)
EXTENDS PluginTrustedFirst

NobodyNeedsName(origin) == FALSE
==============================================================================
