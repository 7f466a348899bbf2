---- MODULE SpawnNeverWidens -------------------------------------------------
(*
What a session may do that another session has spawned with sessions_spawn.

Claim: a child session has no tool, no freedom from the sandbox and no further
target that its parent lacks, whichever agent and runtime it is spawned for, and
no chain of children is longer than the owner allows.

Modelled: sessions_spawn (agents/tools/sessions-spawn-tool.js) with allowAgents,
the sandbox of the child's session (agents/sandbox/runtime-status.js) and its
tools (agents/pi-tools.policy.js); from later releases the two runtimes, subagent
and acp (which runs on the host), and maxSpawnDepth. Every configuration is an
initial state. The model in the last session of the chain, which may follow a
stranger's text, asks for any child that it likes.

Where this departs from 2026.1.29: that release has one runtime and one level of
children; the child's agent alone decides the child's sandbox and tools there.
2026.9.6 refuses a child outside a sandboxed parent's sandbox and hands the
parent's tools down, but a child's targets are its own agent's. Left out: sandbox
mode non-main (no spawned session is a main session), and the tools that are
denied to all children.
*)
EXTENDS Naturals, Sequences

VARIABLES
    cfg,       \* what the owner has configured for each agent; never changes
    sessions,  \* the chain of sessions, each spawned by the one before
    request    \* the child that the last session asks for, or NoRequest

vars == <<cfg, sessions, request>>

Agents == {"main", "helper", "ops"}
Runtimes == {"subagent", "acp"}
Narrow == {"read"}
Wide == {"read", "exec"}

Configs == [
    sandboxed: SUBSET Agents,  \* agents whose sandbox mode is all
    shell: {"main", "helper"},  \* which of them has exec, beside ops
    mainMay: {{"helper"}, {"helper", "ops"}},  \* allowAgents of main
    helperMay: {{}, {"ops"}},                      \* allowAgents of helper
    maxSpawnDepth: 1..2]

NoRequest == [agent |-> "none", runtime |-> "none"]

OwnTools(agent) == IF agent \in {cfg.shell, "ops"} THEN Wide ELSE Narrow
OwnTargets(agent) ==
    {agent} \cup IF agent = "main" THEN cfg.mainMay
                 ELSE IF agent = "helper" THEN cfg.helperMay ELSE {}

MainSession == [agent |-> "main", runtime |-> "subagent", sandboxed |-> "main" \in cfg.sandboxed,
                tools |-> OwnTools("main"), targets |-> OwnTargets("main")]

Init ==
    /\ cfg \in Configs
    /\ sessions = <<MainSession>>
    /\ request = NoRequest

Last == sessions[Len(sessions)]

\* How many sessions above this one have spawned; the chain's first has depth 0.
SpawnDepth == Len(sessions) - 1

ChildSandboxed(r) == r.runtime = "subagent" /\ r.agent \in cfg.sandboxed
ChildTools(r) == OwnTools(r.agent) \cap Last.tools
ChildTargets(r) == OwnTargets(r.agent) \cap Last.targets

Child(r) == [agent |-> r.agent, runtime |-> r.runtime, sandboxed |-> ChildSandboxed(r),
             tools |-> ChildTools(r), targets |-> ChildTargets(r)]

SandboxAllows(r) == Last.sandboxed => ChildSandboxed(r)

Admits(r) ==
    /\ SpawnDepth < cfg.maxSpawnDepth
    /\ r.agent \in Last.targets
    /\ SandboxAllows(r)

----
AskForChild(r) ==
    /\ request = NoRequest
    /\ request' = r
    /\ UNCHANGED <<cfg, sessions>>

Spawn ==
    /\ request # NoRequest
    /\ Admits(request)
    /\ sessions' = Append(sessions, Child(request))
    /\ request' = NoRequest
    /\ UNCHANGED cfg

RefuseSpawn ==
    /\ request # NoRequest
    /\ ~Admits(request)
    /\ request' = NoRequest
    /\ UNCHANGED <<cfg, sessions>>

\* The last session has done its task.
EndSession ==
    /\ Len(sessions) > 1 /\ request = NoRequest
    /\ sessions' = SubSeq(sessions, 1, Len(sessions) - 1)
    /\ UNCHANGED <<cfg, request>>

Requests == [agent: Agents, runtime: Runtimes]

Next ==
    \/ \E r \in Requests : AskForChild(r)
    \/ Spawn \/ RefuseSpawn \/ EndSession

Spec == Init /\ [][Next]_vars

---- \* The claim
Children == 2..Len(sessions)
Parent(i) == sessions[i - 1]

NoMoreTools == \A i \in Children : sessions[i].tools \subseteq Parent(i).tools

NoMoreFreedom == \A i \in Children : Parent(i).sandboxed =>
    sessions[i].runtime = "subagent" /\ sessions[i].agent \in cfg.sandboxed

NoMoreTargets == \A i \in Children :
    {sessions[i].agent} \cup sessions[i].targets \subseteq Parent(i).targets

NoDeeper == Len(sessions) <= cfg.maxSpawnDepth + 1

---- \* What keeps the model honest
TypeOK ==
    /\ cfg \in Configs
    /\ request \in Requests \cup {NoRequest}
    /\ \A i \in DOMAIN sessions : sessions[i] \in
        [agent: Agents, runtime: Runtimes, sandboxed: BOOLEAN, tools: {Narrow, Wide}, targets: SUBSET Agents]

\* The chain begins with the main session as it is configured, and a child has
\* all that its agent and all its ancestors have.
KeepsItsRights(i) ==
    /\ sessions[i].sandboxed <=> sessions[i].runtime = "subagent" /\ sessions[i].agent \in cfg.sandboxed
    /\ "exec" \in Parent(i).tools /\ OwnTools(sessions[i].agent) = Wide => sessions[i].tools = Wide
    /\ OwnTargets(sessions[i].agent) \cap Parent(i).targets \subseteq sessions[i].targets
ChildrenKeepTheirRights ==
    sessions[1] = MainSession /\ \A i \in Children : KeepsItsRights(i)

\* Every request is answered, and a harmless child is spawned.
Harmless(r) ==
    /\ Len(sessions) <= cfg.maxSpawnDepth /\ r.agent \in Last.targets
    /\ Last.sandboxed => r.runtime = "subagent" /\ r.agent \in cfg.sandboxed
RequestsAreAnswered == request # NoRequest =>
    /\ ENABLED (Next /\ request' = NoRequest)
    /\ Harmless(request) => ENABLED (Next /\ Len(sessions') > Len(sessions))

ModelIsFree == request = NoRequest =>
    /\ \A r \in Requests : ENABLED (Next /\ request' = r)
    /\ Len(sessions) > 1 => ENABLED (Next /\ Len(sessions') < Len(sessions))

\* Sessions come and go at the end of the chain, one at a time, as asked for.
Shrinks == Len(sessions') <= Len(sessions)
GrowsAsAsked ==
    /\ SubSeq(sessions', 1, Len(sessions)) = sessions
    /\ sessions'[Len(sessions')].agent = request.agent
    /\ sessions'[Len(sessions')].runtime = request.runtime
ChainGrowsAtItsEnd == [][
    /\ cfg' = cfg
    /\ IF Shrinks THEN sessions' = SubSeq(sessions, 1, Len(sessions')) ELSE GrowsAsAsked
    /\ Len(sessions') < Len(sessions) => request = NoRequest
    /\ request' # request => NoRequest \in {request, request'}
    /\ request' # NoRequest => sessions' = sessions
    /\ sessions' = sessions /\ request' = NoRequest => ~Harmless(request)]_vars

\* Witnesses
ShellHandedDown == Len(sessions) = 2 /\ Last.agent = "ops" /\ Last.tools = Wide
ShellLostOnTheWay == Len(sessions) = 3 /\ Last.agent = "ops" /\ Last.tools = Narrow
    /\ sessions[1].tools = Wide
GrandchildInSandbox == Len(sessions) = 3 /\ sessions[1].sandboxed /\ Last.agent = "ops"
HostRuntime == Len(sessions) = 2 /\ Last.runtime = "acp"
EscapeAskedFor == Last.sandboxed /\ request = [agent |-> "helper", runtime |-> "acp"] /\ "helper" \in Last.targets
==============================================================================
