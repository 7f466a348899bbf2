---- MODULE NodesPipeline_DenyShadowed ---------------------------------------
(*
Bug: denyCommands is taken off the platform's defaults, and allowCommands is
added afterwards. A command that stands in both lists is allowed, so an entry
that somebody forgot to remove undoes the denial.
*)
EXTENDS NodesPipeline

AllowCommandsLast ==
    (PlatformDefaults(cfg.platform) \ cfg.denyCommands) \cup cfg.allowCommands
==============================================================================
