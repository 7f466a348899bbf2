---- MODULE NodesPipeline ----------------------------------------------------
(*
The way of a system.run from the caller to the node's shell, the most dangerous
thing that the gateway lets a caller do.

Claim: a command line runs only if system.run is allowlisted, not denied, and
declared by the node; and, where approval is required, only if the owner has
allowed this very request. A denial, an expiry and a missing answer never run.

Modelled: the gateway's policy (node-command-policy.js: platform defaults plus
allowCommands minus denyCommands, then the node's declared commands), the
owner's approval (exec-approval-manager.js), and the node's own check
(node-host/runner.js with requiresExecApproval). Every configuration is an
initial state. The caller may be compromised: it invokes whenever it likes, and
says or does not say that its request was approved. Two command lines are in
flight: ls matches the node's exec allowlist, rm does not.

Where this departs from 2026.1.29: the node asks the gateway what became of the
approval, and a timeout is a denial. In the code the node believes the caller's
approved field, and askFallback may turn a timeout into an approval. Left out:
allow-always, which only adds to the exec allowlist, and the clock: an approval
may expire at any time while it waits (ApprovalsToken has the clock).
*)
VARIABLES
    cfg,        \* the policy and the node; never changes
    stage,      \* how far each command line has come
    approval,   \* what became of the owner's approval of it
    claimed     \* does the caller say that it was approved?

vars == <<cfg, stage, approval, claimed>>

Requests == {"ls", "rm"}
ExecAllowlist == {"ls"}
Run == "system.run"

PlatformDefaults(platform) ==
    IF platform = "linux" THEN {Run, "system.which"} ELSE {"location.get"}

Init ==
    /\ cfg \in [platform: {"linux", "ios"}, allowCommands: SUBSET {Run}, denyCommands: SUBSET {Run},
                declared: {{}, {"system.which"}, {Run}},
                ask: {"always", "on-miss", "off"}, security: {"full", "allowlist", "deny"}]
    /\ stage = [r \in Requests |-> "idle"]
    /\ approval = [r \in Requests |-> "none"]
    /\ claimed = [r \in Requests |-> FALSE]

\* Denied commands are taken away last, so that nothing can bring them back.
ResolveNodeCommandAllowlist ==
    (PlatformDefaults(cfg.platform) \cup cfg.allowCommands) \ cfg.denyCommands

\* A node that declares nothing can be asked for nothing.
IsDeclared == Run \in cfg.declared

IsNodeCommandAllowed == Run \in ResolveNodeCommandAllowlist /\ IsDeclared

Misses(r) == cfg.security = "allowlist" /\ r \notin ExecAllowlist
RequiresExecApproval(r) == cfg.ask = "always" \/ (cfg.ask = "on-miss" /\ Misses(r))

\* What the gateway says when the node asks about the approval of a request.
Lookup(r) == approval[r]
IsApproved(r) == Lookup(r) = "allowed"

NodeAccepts(r) ==
    /\ cfg.security # "deny"
    /\ RequiresExecApproval(r) \/ Misses(r) => IsApproved(r)

----
\* exec.approval.request: the exec tool asks when the rules say so, and only
\* about a node that can run commands at all.
AskOwner(r) ==
    /\ stage[r] = "idle"
    /\ approval[r] = "none"
    /\ RequiresExecApproval(r)
    /\ Run \in cfg.declared
    /\ approval' = [approval EXCEPT ![r] = "pending"]
    /\ UNCHANGED <<cfg, stage, claimed>>

AllowOnce(r) ==
    /\ approval[r] = "pending"
    /\ approval' = [approval EXCEPT ![r] = "allowed"]
    /\ UNCHANGED <<cfg, stage, claimed>>

Deny(r) ==
    /\ approval[r] = "pending"
    /\ approval' = [approval EXCEPT ![r] = "denied"]
    /\ UNCHANGED <<cfg, stage, claimed>>

Expire(r) ==
    /\ approval[r] = "pending"
    /\ approval' = [approval EXCEPT ![r] = "expired"]
    /\ UNCHANGED <<cfg, stage, claimed>>

\* node.invoke. A compromised caller waits for no answer and claims anything.
Invoke(r) ==
    /\ stage[r] = "idle"
    /\ stage' = [stage EXCEPT ![r] = "at the gateway"]
    /\ \E claim \in BOOLEAN : claimed' = [claimed EXCEPT ![r] = claim]
    /\ UNCHANGED <<cfg, approval>>

Forward(r) ==
    /\ stage[r] = "at the gateway"
    /\ IsNodeCommandAllowed
    /\ stage' = [stage EXCEPT ![r] = "at the node"]
    /\ UNCHANGED <<cfg, approval, claimed>>

\* A refused request is over, and so is the question whether to allow it.
End(r, outcome) ==
    /\ stage' = [stage EXCEPT ![r] = outcome]
    /\ approval' = [approval EXCEPT ![r] = "none"]
    /\ claimed' = [claimed EXCEPT ![r] = FALSE]
    /\ UNCHANGED cfg

RefuseAtGateway(r) ==
    /\ stage[r] = "at the gateway"
    /\ ~IsNodeCommandAllowed
    /\ End(r, "refused by the gateway")

RefuseAtNode(r) ==
    /\ stage[r] = "at the node"
    /\ ~NodeAccepts(r)
    /\ End(r, "refused by the node")

RunCommand(r) ==
    /\ stage[r] = "at the node"
    /\ NodeAccepts(r)
    /\ stage' = [stage EXCEPT ![r] = "ran"]
    /\ UNCHANGED <<cfg, approval, claimed>>

\* The caller turns to the same command line again; nothing of before counts.
StartOver(r) ==
    /\ stage[r] \in {"ran", "refused by the gateway", "refused by the node"}
    /\ End(r, "idle")

Next == \E r \in Requests :
    \/ AskOwner(r) \/ AllowOnce(r) \/ Deny(r) \/ Expire(r)
    \/ Invoke(r) \/ Forward(r) \/ RefuseAtGateway(r) \/ RefuseAtNode(r) \/ RunCommand(r)
    \/ StartOver(r)

\* The owner owes nobody an answer; what the owner has allowed is carried on.
CarryOn(r) == approval[r] = "allowed" /\ (Invoke(r) \/ Forward(r) \/ RunCommand(r))

Spec == Init /\ [][Next]_vars /\ \A r \in Requests : WF_vars(CarryOn(r))

----
TypeOK ==
    /\ cfg \in [platform: {"linux", "ios"}, allowCommands: SUBSET {Run}, denyCommands: SUBSET {Run},
                declared: SUBSET {Run, "system.which"},
                ask: {"always", "on-miss", "off"}, security: {"full", "allowlist", "deny"}]
    /\ stage \in [Requests -> {"idle", "at the gateway", "at the node", "ran",
                               "refused by the gateway", "refused by the node"}]
    /\ approval \in [Requests -> {"none", "pending", "allowed", "denied", "expired"}]
    /\ claimed \in [Requests -> BOOLEAN]

Ran(r) == stage[r] = "ran"
Refusals == {"refused by the gateway", "refused by the node"}
Outcomes == {"ran"} \cup Refusals

OnlyAllowlisted == \A r \in Requests : Ran(r) =>
    Run \in PlatformDefaults(cfg.platform) \cup cfg.allowCommands

NeverDenied == \A r \in Requests : Ran(r) => Run \notin cfg.denyCommands

OnlyDeclared == \A r \in Requests : Ran(r) => Run \in cfg.declared

\* Says also: no command runs after a denial or an expiry, or with no answer;
\* and with security allowlist an unlisted one needs a yes even if ask is off.
OnlyApproved == \A r \in Requests :
    Ran(r) /\ (RequiresExecApproval(r) \/ Misses(r)) => approval[r] = "allowed"

SecurityRespected == \A r \in Requests : Ran(r) => cfg.security # "deny"

\* The policy is not stricter than it says.
RefusedForAReason == \A r \in Requests :
    /\ stage[r] = "refused by the gateway" =>
         \/ Run \notin PlatformDefaults(cfg.platform) \cup cfg.allowCommands
         \/ Run \in cfg.denyCommands
         \/ Run \notin cfg.declared
    /\ stage[r] = "refused by the node" =>
         cfg.security = "deny" \/ RequiresExecApproval(r) \/ Misses(r)

\* The owner is asked only when an answer is needed and can make a difference.
AskedForAReason == \A r \in Requests :
    approval[r] # "none" => RequiresExecApproval(r) /\ Run \in cfg.declared

\* An allowed request that the policy permits does run: it does not wait for ever,
\* and what the owner has said stands until then.
CanRun == IsNodeCommandAllowed /\ cfg.security # "deny"
WaitsToRun(r) == CanRun /\ approval[r] = "allowed" /\ ~Ran(r)
ApprovedRuns == \A r \in Requests : []<>~WaitsToRun(r)
AllowedUntilItRan == [][\A r \in Requests :
    WaitsToRun(r) => approval'[r] = "allowed"]_vars

\* Nothing holds the caller back, who may be compromised, and each request is
\* answered one way or the other.
CallerIsFree == \A r \in Requests :
    /\ stage[r] = "idle" => \A claim \in BOOLEAN : ENABLED (Invoke(r) /\ claimed'[r] = claim)
    /\ stage[r] \in Outcomes => ENABLED (StartOver(r) /\ stage'[r] = "idle")

EveryRequestIsAnswered == \A r \in Requests :
    /\ stage[r] = "at the gateway" => ENABLED Forward(r) \/ ENABLED RefuseAtGateway(r)
    /\ stage[r] = "at the node" => ENABLED RunCommand(r) \/ ENABLED RefuseAtNode(r)

\* The owner can be asked whenever an answer is needed, and gives any or none.
OwnerCanBeAsked == \A r \in Requests :
    /\ stage[r] = "idle" /\ approval[r] = "none" /\ Run \in cfg.declared
    /\ cfg.ask = "always" \/ (cfg.ask = "on-miss" /\ cfg.security = "allowlist" /\ r = "rm")
    => ENABLED (AskOwner(r) /\ approval'[r] = "pending")

OwnerIsFree == \A r \in Requests : approval[r] = "pending" =>
    \A answer \in {"allowed", "denied", "expired"} :
        ENABLED ((AllowOnce(r) \/ Deny(r) \/ Expire(r)) /\ approval'[r] = answer)

\* A refused request leaves nothing behind that could count for the next one,
\* and nothing is claimed of a request before it is made.
OverIsOver == \A r \in Requests :
    /\ stage[r] \in Refusals => approval[r] = "none"
    /\ stage[r] \in {"idle"} \cup Refusals => ~claimed[r]

ConfigurationIsFixed == [][cfg' = cfg]_vars

\* What happens to one request changes nothing for the other.
RequestsAreApart == [][\E r \in Requests :
    UNCHANGED <<stage[r], approval[r], claimed[r]>>]_vars

\* No request gets round the gateway or the node.
WayOfARequest == {<<"idle", "at the gateway">>,
    <<"at the gateway", "refused by the gateway">>, <<"at the gateway", "at the node">>,
    <<"at the node", "refused by the node">>, <<"at the node", "ran">>} \cup (Outcomes \X {"idle"})
NoCheckIsSkipped == [][\A r \in Requests :
    stage'[r] # stage[r] => <<stage[r], stage'[r]>> \in WayOfARequest]_vars

\* The owner is asked before the request is made, and answers once; the answer,
\* and what the caller claims, stand until the request is over.
WayOfAnAnswer == {<<"none", "pending">>} \cup ({"pending"} \X {"allowed", "denied", "expired"})
AnswersStand == [][\A r \in Requests :
    stage'[r] = stage[r] \/ stage'[r] \notin {"idle"} \cup Refusals =>
        /\ approval'[r] # approval[r] => <<approval[r], approval'[r]>> \in WayOfAnAnswer
        /\ approval[r] = "none" /\ approval'[r] = "pending" => stage[r] = "idle"
        /\ claimed'[r] # claimed[r] => stage[r] = "idle"]_vars

\* Witnesses
ApprovedRan == Ran("rm") /\ cfg.ask = "on-miss" /\ cfg.security = "allowlist"
ListedRanUnasked == Ran("ls") /\ cfg.ask = "on-miss" /\ cfg.security = "allowlist"
AllowedOnIos == Ran("ls") /\ cfg.platform = "ios"
DeniedWinsOverAllowed ==
    stage["ls"] = "refused by the gateway" /\ Run \in cfg.allowCommands /\ Run \in cfg.declared
DenialIgnored == approval["rm"] = "denied" /\ stage["rm"] = "at the node"
ExpiryIgnored == approval["rm"] = "expired" /\ stage["rm"] = "at the node"
ImpatientRefused == stage["rm"] = "refused by the node" /\ cfg.security = "full"
==============================================================================
