---- MODULE PluginTrustedFirst_NameEscapes -----------------------------------
(*
Bug: an archive is unpacked under the name that it gives itself. A name that leads
out of the staging folder puts the plugin among the installed ones, before the owner
has agreed. This is the shape of CVE-2026-28447.
*)
EXTENDS PluginTrustedFirst

UnpackedByName(name) == IF name = "notes" THEN "staging" ELSE "extensions"
==============================================================================
