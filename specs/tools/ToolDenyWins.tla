---- MODULE ToolDenyWins -----------------------------------------------------
(*
Which tools a session may call. Several layers of the configuration have a say:
each may allow a few tools and deny others.

Claim: a tool that one layer denies, or leaves out of its allow list, is never
called: no later layer brings it back, nor a tool server that connects late,
nor another entry. A group, an alias and a pattern mean what is written.

Modelled: the filters that follow one another in createOpenClawCodingTools
(agents/pi-tools.js) and in handleToolsInvokeHttpRequest
(gateway/tools-invoke-http.js), each with filterToolsByPolicy
(agents/pi-tools.policy.js) and expandToolGroups (agents/tool-policy.js). Every
configuration is an initial state. The caller is the model, which may follow a
stranger's text, or an HTTP client: it calls any tool by name, listed or not.

Where this departs from 2026.1.29: HTTP applies the sandbox's layer, and one of
its own that denies sessions_spawn unless the owner lifts it; that release has
neither (2026.9.6 has both). Three of nine layers are shown, because all of
them are the same filter. Left out: profiles, which are lists with a name, and
apply_patch, which an allow list with exec (2026.9.6: write) also admits.
*)
EXTENDS Naturals, Sequences

VARIABLES
    policy,     \* the lists of each layer; never change
    connected,  \* has the tool server connected?
    entry,      \* the way in for which tools are listed, or "none"
    passed,     \* the layers that have filtered the list
    listed,     \* the tools that are left
    call        \* the tool called, and what became of it

vars == <<policy, connected, entry, passed, listed, call>>

CoreTools == {"read", "exec", "process", "sessions_spawn"}
ServerTools == {"docs__fetch"}
Tools == CoreTools \cup ServerTools

Lists(allow, deny) == [allow |-> allow, deny |-> deny]
LayerPolicies == {
    Lists({}, {}),  \* an empty allow list allows every tool
    Lists({}, {"group:runtime"}),
    Lists({}, {"bash", "docs__*"}),
    Lists({"group:runtime"}, {"process"}),
    Lists({"read", "docs__*"}, {})}
HttpPolicies == {Lists({}, {}), Lists({}, {"sessions_spawn"})}
Policies == [tools: LayerPolicies, agent: LayerPolicies, sandbox: LayerPolicies, http: HttpPolicies]

NoCall == [tool |-> "none", outcome |-> "none"]

Init ==
    /\ policy \in Policies
    /\ connected \in BOOLEAN
    /\ entry = "none" /\ passed = <<>> /\ listed = {} /\ call = NoCall

\* What an entry of a list stands for.
Meaning(e) ==
    CASE e = "group:runtime" -> {"exec", "process"}
      [] e = "bash" -> {"exec"}
      [] e = "docs__*" -> ServerTools
      [] OTHER -> {e}

ExpandToolGroups(list) == UNION {Meaning(e) : e \in list}

MatchesPolicy(tool, layer) ==
    /\ tool \notin ExpandToolGroups(policy[layer].deny)
    /\ policy[layer].allow = {} \/ tool \in ExpandToolGroups(policy[layer].allow)

FilterToolsByPolicy(tools, layer) == {t \in tools : MatchesPolicy(t, layer)}

LayersOf(e) == IF e = "http" THEN <<"tools", "agent", "sandbox", "http">>
                             ELSE <<"tools", "agent", "sandbox">>

\* Tools that come late pass the layers that the others have passed.
Merged(tools) == {t \in tools : \A i \in DOMAIN passed : MatchesPolicy(t, passed[i])}

Ready == entry # "none" /\ passed = LayersOf(entry)

----
\* An agent's run begins, or an HTTP request for a tool arrives.
ListTools(e) ==
    /\ entry = "none"
    /\ entry' = e
    /\ listed' = CoreTools \cup (IF connected THEN ServerTools ELSE {})
    /\ UNCHANGED <<policy, connected, passed, call>>

FilterByLayer ==
    /\ entry # "none" /\ ~Ready
    /\ LET layer == LayersOf(entry)[Len(passed) + 1]
       IN  passed' = Append(passed, layer) /\ listed' = FilterToolsByPolicy(listed, layer)
    /\ UNCHANGED <<policy, connected, entry, call>>

\* A server of tools (MCP) connects, before, while or after the others are filtered.
ConnectServer ==
    /\ ~connected /\ call = NoCall
    /\ connected' = TRUE
    /\ listed' = IF entry = "none" THEN listed ELSE listed \cup Merged(ServerTools)
    /\ UNCHANGED <<policy, entry, passed, call>>

Answer(t, outcome) ==
    /\ Ready /\ call = NoCall
    /\ call' = [tool |-> t, outcome |-> outcome]
    /\ UNCHANGED <<policy, connected, entry, passed, listed>>

RunTool(t) == t \in listed /\ Answer(t, "ran")
RefuseTool(t) == t \notin listed /\ Answer(t, "refused")

EndCall ==
    /\ call # NoCall
    /\ entry' = "none"
    /\ passed' = <<>>
    /\ listed' = {}
    /\ call' = NoCall
    /\ UNCHANGED <<policy, connected>>

Next ==
    \/ \E e \in {"agent", "http"} : ListTools(e)
    \/ FilterByLayer \/ ConnectServer \/ EndCall
    \/ \E t \in Tools : RunTool(t) \/ RefuseTool(t)

Spec == Init /\ [][Next]_vars

---- \* The claim
Bound(e) == {"tools", "agent", "sandbox"} \cup (IF e = "http" THEN {"http"} ELSE {})
Denies(layer, t) == \E e \in policy[layer].deny : t \in Meaning(e)
LeavesOut(layer, t) ==
    policy[layer].allow # {} /\ \A e \in policy[layer].allow : t \notin Meaning(e)
Ran == call.outcome = "ran"

DeniedNeverRuns == Ran => \A l \in Bound(entry) : ~Denies(l, call.tool)

LeftOutNeverRuns == Ran => \A l \in Bound(entry) : ~LeavesOut(l, call.tool)

NothingComesBack == [][passed' # passed => listed' \subseteq listed]_vars

---- \* What keeps the model honest
TypeOK ==
    /\ policy \in Policies
    /\ connected \in BOOLEAN
    /\ entry \in {"none", "agent", "http"}
    /\ Len(passed) <= 4 /\ \A i \in DOMAIN passed : passed[i] \in DOMAIN policy
    /\ listed \subseteq Tools
    /\ call = NoCall \/ call \in [tool: Tools, outcome: {"ran", "refused"}]

\* The layers are no stricter than they say.
RefusedForAReason == call.outcome = "refused" =>
    \/ \E l \in Bound(entry) : Denies(l, call.tool) \/ LeavesOut(l, call.tool)
    \/ call.tool \in ServerTools /\ ~connected

CallerIsFree ==
    /\ entry = "none" => \A e \in {"agent", "http"} : ENABLED (Next /\ entry' = e)
    /\ Ready /\ call = NoCall => \A t \in Tools : ENABLED (Next /\ call'.tool = t)
    /\ call # NoCall => ENABLED (Next /\ entry' = "none")

ServerIsFree == ~connected /\ call = NoCall => ENABLED (Next /\ connected')

ListIsOfNow ==
    /\ entry = "none" => listed = {} /\ passed = <<>>
    /\ ~Ready => call = NoCall
    /\ listed \cap ServerTools # {} => connected

StepsAreInOrder == [][
    /\ policy' = policy
    /\ connected => connected'
    /\ entry' # entry => connected' = connected
    /\ entry # "none" /\ entry' # entry => call # NoCall /\ entry' = "none"
    /\ entry' = entry => Len(passed') \in {Len(passed), Len(passed) + 1}
    /\ entry' = entry /\ passed' = passed /\ connected' = connected => listed' = listed
    /\ listed' # listed /\ entry' = entry /\ passed' = passed => listed \subseteq listed'
    /\ call' # call => NoCall \in {call, call'}]_vars

\* Witnesses
DeniedByTheFirst == call = [tool |-> "exec", outcome |-> "refused"]
    /\ Denies("tools", "exec") /\ ~Denies("agent", "exec") /\ ~LeavesOut("agent", "exec")
    /\ policy["agent"].allow # {} /\ ~LeavesOut("sandbox", "exec") /\ ~Denies("sandbox", "exec")
ExecRan == call = [tool |-> "exec", outcome |-> "ran"] /\ policy["tools"].allow # {}
LateToolRan == Ran /\ call.tool = "docs__fetch" /\ policy["sandbox"].allow # {}
LateToolRefused == call = [tool |-> "docs__fetch", outcome |-> "refused"] /\ connected
SpawnByAgentOnly == Ran /\ call.tool = "sessions_spawn" /\ Denies("http", "sessions_spawn")
==============================================================================
