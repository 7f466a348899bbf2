---- MODULE NodesPipeline ----------------------------------------------------
(*
The way of a system.run from the caller to the node's shell, the most dangerous
thing that the gateway lets a caller do.

Claim: a command line runs only if system.run is allowlisted, not denied, and
declared by the node; and, where approval is required, only if the owner has
allowed this very request, for this one run. A denial, an expiry and a missing
answer never run.

Modelled: the policy (NodePolicy), the owner's approval
(exec-approval-manager.js), and the node's own check (node-host/runner.js).
Every configuration is an initial state. The caller may be compromised: it
invokes whenever it likes, and says or does not say that its request was
approved. Two command lines are in flight.

Where this departs from 2026.1.29: the node asks the gateway what became of the
approval. In the code the node believes the caller's approved field, and
askFallback may turn a timeout into an approval: both are reds. Left out:
allow-always, which only adds to the exec allowlist, and the clock: an approval
may expire at any time while it waits (ApprovalsToken has the clock).
*)
EXTENDS NodeRequests

\* What the gateway says when the node asks about the approval of a request.
Lookup(r) == approval[r]

\* A timeout is no yes: askFallback is deny.
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

AllowOnce(r) == Answer(r, "allowed") /\ UNCHANGED <<cfg, stage, claimed>>
Deny(r) == Answer(r, "denied") /\ UNCHANGED <<cfg, stage, claimed>>
Expire(r) == Answer(r, "expired") /\ UNCHANGED <<cfg, stage, claimed>>

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

---- \* The claim
OnlyAllowlisted == \A r \in Requests : Ran(r) => IsAllowlisted
NeverDenied == \A r \in Requests : Ran(r) => ~IsDenied
OnlyDeclared == \A r \in Requests : Ran(r) => Run \in cfg.declared
SecurityRespected == \A r \in Requests : Ran(r) => cfg.security # "deny"

\* Says also: no command runs after a denial or an expiry, or with no answer;
\* and with security allowlist an unlisted one needs a yes even if ask is off.
OnlyApproved == \A r \in Requests : Ran(r) /\ NeedsApproval(r) => approval[r] = "allowed"

\* A yes is for one run: the next one needs a new question.
ApprovalEndsWithRun == [][\A r \in Requests :
    Ran(r) /\ stage'[r] = "idle" => approval'[r] = "none"]_vars

\* An allowed request that the policy permits does run: it does not wait for ever,
\* and what the owner has said stands until then.
WaitsToRun(r) ==
    IsNodeCommandAllowed /\ cfg.security # "deny" /\ approval[r] = "allowed" /\ ~Ran(r)
ApprovedRuns == \A r \in Requests : []<>~WaitsToRun(r)
AllowedUntilItRan == [][\A r \in Requests : WaitsToRun(r) => approval'[r] = "allowed"]_vars

---- \* What keeps the model honest
\* The policy is not stricter than it says.
RefusedForAReason == \A r \in Requests :
    /\ stage[r] = "refused by the gateway" => ~IsAllowlisted \/ IsDenied \/ Run \notin cfg.declared
    /\ stage[r] = "refused by the node" => cfg.security = "deny" \/ NeedsApproval(r)

\* The owner is asked only when an answer is needed and can make a difference.
AskedForAReason == \A r \in Requests :
    approval[r] # "none" => RequiresExecApproval(r) /\ Run \in cfg.declared

\* The caller is free, who may be compromised; each request is answered one way or
\* the other; the owner can be asked where an answer is needed, and gives any or none.
NobodyIsHeldBack == \A r \in Requests :
    /\ stage[r] = "idle" => \A claim \in BOOLEAN :
         ENABLED (Next /\ stage'[r] = "at the gateway" /\ claimed'[r] = claim)
    /\ stage[r] = "at the gateway" =>
         ENABLED (Next /\ stage'[r] \in {"at the node", "refused by the gateway"})
    /\ stage[r] = "at the node" => ENABLED (Next /\ stage'[r] \in {"ran", "refused by the node"})
    /\ stage[r] \in {"ran"} \cup Refusals => ENABLED (Next /\ stage'[r] = "idle")
    /\ /\ stage[r] = "idle" /\ approval[r] = "none" /\ Run \in cfg.declared
       /\ cfg.ask = "always" \/ (cfg.ask = "on-miss" /\ cfg.security = "allowlist" /\ r = "rm")
       => ENABLED (Next /\ approval'[r] = "pending")
    /\ approval[r] = "pending" => \A answer \in {"allowed", "denied", "expired"} :
         ENABLED (Next /\ approval'[r] = answer)

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
