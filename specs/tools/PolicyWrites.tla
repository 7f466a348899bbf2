---- MODULE PolicyWrites -----------------------------------------------------
(*
Who changes the rules: the lists of tools, the gateway's auth, and which commands
a node runs without a question.

Claim: no client below operator.admin, and no model, changes a setting that it is
judged by, on any of the ways on which settings are written. What is refused
changes nothing.

Modelled: the check of scopes (gateway/server-methods.js authorizeGatewayMethod),
config.patch and config.apply, exec.approvals.set, node.invoke with the node's
own command system.execApprovals.set (gateway/server-methods/nodes.js), and the
model's tools gateway and nodes (agents/tools/gateway-tool.js, nodes-tool.js),
which call the gateway as operator.admin. Every configuration is an initial
state. Clients and the model may be compromised: they ask for any write, at any
time. An update may bring a setting that the release before did not have.

Where this departs from 2026.1.29: there node.invoke passes the node's set command
on for every client with operator.write (2026.9.6 refuses it), and the model's
gateway tool writes whatever the model asks for. Its list of settings that a model
may write is the design of releases from 2026.4.23 on. Left out: what the settings
say, and commands by message (elevated-needs-both).
*)
VARIABLES
    cfg,      \* the model's tools, and what the node offers; never changes
    updated,  \* has an update brought the setting sandbox?
    by,       \* who wrote each setting last
    request,  \* the write that is asked for, or NoRequest
    stage     \* how far it has come

vars == <<cfg, updated, by, request, stage>>

Judged == {"exec", "tools", "auth", "sandbox"}  \* settings that callers are judged by
Settings == Judged \cup {"theme"}

Clients == {"operator", "reader", "owner"}
Scopes(caller) ==
    CASE caller = "reader" -> {"operator.read"}
      [] caller = "operator" -> {"operator.read", "operator.write"}
      [] OTHER -> {"operator.admin"}  \* the owner's client, and the model's tools

Configs == [modelTools: SUBSET {"gateway", "nodes"}, nodeOffersSet: BOOLEAN]

\* A patch may carry a harmless setting beside another one.
ConfigWrites == {{"theme"}, {"tools"}, {"auth"}, {"sandbox"}, {"theme", "tools"}}
Writes == [method: {"config.patch", "config.apply"}, touches: ConfigWrites]
    \cup {[method |-> "exec.approvals.set", touches |-> {"exec"}],
          [method |-> "node.invoke", touches |-> {"exec"}],  \* system.execApprovals.set
          [method |-> "node.invoke", touches |-> {}]}        \* any other command
NoRequest == [caller |-> "nobody", method |-> "none", touches |-> {}]

ToolFor(method) == IF method = "node.invoke" THEN "nodes" ELSE "gateway"
CanAsk(caller, w) ==
    /\ "sandbox" \in w.touches => updated
    /\ caller = "model" => w.method # "exec.approvals.set" /\ ToolFor(w.method) \in cfg.modelTools

Init ==
    /\ cfg \in Configs
    /\ updated = FALSE
    /\ by = [s \in Settings |-> "owner"]
    /\ request = NoRequest
    /\ stage = "idle"

\* The model's gateway tool lets through what stands on its list, and nothing else.
ModelMayWrite(settings) == settings \subseteq {"theme"}
GuardedMethods == {"config.patch", "config.apply"}
ToolAllows(r) == r.method \in GuardedMethods => ModelMayWrite(r.touches)

RequiredScope(method) == IF method = "node.invoke" THEN "operator.write" ELSE "operator.admin"
IsAuthorized(r) == {"operator.admin", RequiredScope(r.method)} \cap Scopes(r.caller) # {}

\* node.invoke hands no command to the node that writes the node's own rules.
InvokeAllows(r) == r.method = "node.invoke" => r.touches = {}
HandlerAllows(r) == InvokeAllows(r) /\ (r.method = "exec.approvals.set" => cfg.nodeOffersSet)

----
Ask(caller, w) ==
    /\ stage = "idle"
    /\ CanAsk(caller, w)
    /\ request' = [caller |-> caller, method |-> w.method, touches |-> w.touches]
    /\ stage' = IF caller = "model" THEN "in the tool" ELSE "at the gateway"
    /\ UNCHANGED <<cfg, updated, by>>

Check(allowed, next) ==
    /\ stage' = IF allowed THEN next ELSE "refused"
    /\ UNCHANGED <<cfg, updated, by, request>>

CheckTool == stage = "in the tool" /\ Check(ToolAllows(request), "at the gateway")
CheckScopes == stage = "at the gateway" /\ Check(IsAuthorized(request), "authorized")

Handle ==
    /\ stage = "authorized"
    /\ stage' = IF HandlerAllows(request) THEN "done" ELSE "refused"
    /\ by' = [s \in Settings |->
                IF HandlerAllows(request) /\ s \in request.touches THEN request.caller ELSE by[s]]
    /\ UNCHANGED <<cfg, updated, request>>

Answer ==
    /\ stage \in {"done", "refused"}
    /\ request' = NoRequest
    /\ stage' = "idle"
    /\ UNCHANGED <<cfg, updated, by>>

Update ==
    /\ stage = "idle" /\ ~updated
    /\ updated' = TRUE
    /\ UNCHANGED <<cfg, by, request, stage>>

Next ==
    \/ \E caller \in Clients \cup {"model"}, w \in Writes : Ask(caller, w)
    \/ CheckTool \/ CheckScopes \/ Handle \/ Answer \/ Update

Spec == Init /\ [][Next]_vars

---- \* The claim
OnlyTheOwnerWritesRules == \A s \in Judged : by[s] = "owner"

NobodyBelowAdminWrites == \A s \in Settings : by[s] \notin {"operator", "reader"}

RefusedChangesNothing == [][by' # by => stage' = "done"]_vars

---- \* What keeps the model honest
Requests == [caller: Clients \cup {"model"}, method: {w.method : w \in Writes},
             touches: {w.touches : w \in Writes}]

TypeOK ==
    /\ cfg \in Configs
    /\ updated \in BOOLEAN
    /\ by \in [Settings -> Clients \cup {"model"}]
    /\ request \in Requests \cup {NoRequest}
    /\ stage \in {"idle", "in the tool", "at the gateway", "authorized", "done", "refused"}
    /\ stage = "idle" <=> request = NoRequest

\* The owner is refused only what the node does not offer and what has its own
\* method; a writer's commands reach the node, and the model's harmless writes work.
RefusedForAReason == stage = "refused" =>
    \/ request.caller = "owner" /\ "exec" \in request.touches
        /\ (request.method = "node.invoke" \/ ~cfg.nodeOffersSet)
    \/ request.caller = "reader"
    \/ request.caller = "operator" /\ request.touches # {}
    \/ request.caller = "model" /\ request.touches \cap Judged # {}

CallersAreFree == stage = "idle" =>
    /\ \A caller \in Clients, w \in Writes : "sandbox" \notin w.touches \/ updated =>
        ENABLED (Next /\ request' = [caller |-> caller, method |-> w.method, touches |-> w.touches])
    /\ \A w \in Writes : "gateway" \in cfg.modelTools /\ w.touches = {"tools"} =>
        ENABLED (Next /\ request'.caller = "model" /\ request'.touches = {"tools"})
    /\ "nodes" \in cfg.modelTools =>
        ENABLED (Next /\ request'.caller = "model" /\ request'.method = "node.invoke")
    /\ ~updated => ENABLED (Next /\ updated')

EveryRequestGoesOn == stage # "idle" => ENABLED (Next /\ stage' # stage)

\* A write that is done was written, by the caller who asked for it.
DoneIsWritten == stage = "done" =>
    /\ \A s \in request.touches : by[s] = request.caller
    /\ "exec" \in request.touches => cfg.nodeOffersSet
    /\ request.caller # "reader" /\ ("sandbox" \in request.touches => updated)

WayOfARequest == {<<"idle", "in the tool">>, <<"idle", "at the gateway">>,
    <<"in the tool", "at the gateway">>, <<"at the gateway", "authorized">>,
    <<"authorized", "done">>, <<"done", "idle">>, <<"refused", "idle">>}
    \cup ({"in the tool", "at the gateway", "authorized"} \X {"refused"})
RequestsStand == [][
    /\ cfg' = cfg /\ (updated => updated')
    /\ IF stage' = stage THEN stage = "idle" /\ updated' # updated ELSE updated' = updated
    /\ stage' # stage => <<stage, stage'>> \in WayOfARequest
    /\ request' # request => "idle" \in {stage, stage'}
    /\ stage' = "idle" => request' = NoRequest
    /\ stage' = "in the tool" => request'.caller = "model"
    /\ stage = "idle" /\ stage' = "at the gateway" => request'.caller # "model"
    /\ \A s \in Settings : by'[s] # by[s] => s \in request.touches]_vars

\* Witnesses
OwnerWroteAuth == stage = "done" /\ request.caller = "owner" /\ request.touches = {"auth"}
OwnerWroteExec == stage = "done" /\ request.caller = "owner" /\ request.touches = {"exec"}
ModelWroteTheme == stage = "done" /\ request.caller = "model" /\ by["theme"] = "model" /\ request.touches # {}
CommandReachedNode == stage = "done" /\ request.caller = "operator"
NewSettingRefused == stage = "refused" /\ request.caller = "model" /\ request.touches = {"sandbox"}
==============================================================================
