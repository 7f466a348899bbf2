---- MODULE NodePolicy -------------------------------------------------------
(*
What the gateway and a node have to say about system.run before anybody is
asked: the gateway's list of commands, what the node has declared, and the
node's own rules for approval. Shared part of NodesPipeline.

Modelled after gateway/node-command-policy.js (platform defaults plus
allowCommands minus denyCommands, then the node's declared commands) and
infra/exec-approvals.js (requiresExecApproval). Two command lines stand for
the two cases that the node's rules tell apart: ls matches its exec allowlist,
rm does not. Nobody rewrites the policy here: that is claim policy-writes.
*)
VARIABLE cfg    \* the policy and the node; never changes

Requests == {"ls", "rm"}
ExecAllowlist == {"ls"}
Run == "system.run"

Configurations ==
    [platform: {"linux", "ios"}, allowCommands: SUBSET {Run}, denyCommands: SUBSET {Run},
     declared: {{}, {"system.which"}, {Run}},
     ask: {"always", "on-miss", "off"}, security: {"full", "allowlist", "deny"}]

PlatformDefaults(platform) ==
    IF platform = "linux" THEN {Run, "system.which"} ELSE {"location.get"}

\* Denied commands are taken away last, so that nothing can bring them back.
ResolveNodeCommandAllowlist ==
    (PlatformDefaults(cfg.platform) \cup cfg.allowCommands) \ cfg.denyCommands

\* A node that declares nothing can be asked for nothing.
IsDeclared == Run \in cfg.declared

IsNodeCommandAllowed == Run \in ResolveNodeCommandAllowlist /\ IsDeclared

Misses(r) == cfg.security = "allowlist" /\ r \notin ExecAllowlist
RequiresExecApproval(r) == cfg.ask = "always" \/ (cfg.ask = "on-miss" /\ Misses(r))

----
(* What the owner of the policy may rely on, in his own words. *)

IsAllowlisted == Run \in PlatformDefaults(cfg.platform) \cup cfg.allowCommands
IsDenied == Run \in cfg.denyCommands
NeedsApproval(r) == RequiresExecApproval(r) \/ Misses(r)

ConfigurationIsFixed == [][UNCHANGED cfg]_cfg
==============================================================================
