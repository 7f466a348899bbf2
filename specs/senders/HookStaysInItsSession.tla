---- MODULE HookStaysInItsSession --------------------------------------------
(*
Where a call from outside ends up: in which session, with which agent, for which
account of the gateway.

Claim: a call chooses a session only if the owner has set allowRequestSessionKey,
and then among the keys that allowedSessionKeyPrefixes admits; it reaches only an
agent of allowedAgentIds, and never another agent's session by its key; an event
is handled for the one account that it was signed for, or for none.

Modelled: the endpoint /hooks/agent and a mapping with or without a template in
its sessionKey (gateway/hooks.js normalizeAgentPayload, gateway/hooks-mapping.js
applyHookMappings; in 2026.9.6 resolveHookSessionKey,
normalizeHookDispatchSessionKey and isHookAgentAllowed), and a channel's webhook
that two accounts share. Every configuration is an initial state. The caller has
the token of the hooks and writes what it likes into the payload.

In 2026.1.29 there are no such settings, and the payload's sessionKey counts as
it is (red payload-key). 2026.9.6 does not start with a template but without
prefixes. Left out: the token itself, what the text makes the agent do, and
transforms.
*)
EXTENDS FiniteSets, Sequences

VARIABLES
    cfg,      \* the owner's settings; never change
    call,     \* the call from outside
    outcome   \* what became of it

vars == <<cfg, call, outcome>>

Unset == ""
MainKeys == {"agent:main:main", "agent:ops:main"}
Keys == MainKeys \cup {"hook:deploy"}
Agents == {"main", "ops"}
ChannelAccounts == {"personal", "work"}
Templates == {"hook:ci", "{{key}}", "hook:{{key}}"}

Configurations == [allowRequestSessionKey : BOOLEAN, prefixes : {{}, {"hook:"}},
                   allowedAgents : {{"main"}, Agents}, template : Templates, sameAudience : BOOLEAN]
Call(way, key, agent, account) == [way |-> way, key |-> key, agent |-> agent, account |-> account]
NoCall == Call("none", Unset, Unset, Unset)
Outcome(status, session, agent, account) ==
    [status |-> status, session |-> session, agent |-> agent, account |-> account]
NoOutcome == Outcome("none", Unset, Unset, Unset)
Rejected == Outcome("rejected", Unset, Unset, Unset)

Init ==
    /\ cfg \in Configurations /\ call = NoCall /\ outcome = NoOutcome

Render == CASE cfg.template = "hook:ci" -> "hook:ci"
    [] cfg.template = "hook:{{key}}" -> "hook:" \o call.key
    [] cfg.template = "{{key}}" -> call.key

Requested == IF call.way = "mapping" THEN Render ELSE call.key
Source == CASE call.way = "agent" -> "request"
    [] cfg.template = "hook:ci" -> "static"
    [] OTHER -> "templated"

\* What the caller can write into a key needs the owner's leave.
MayChoose(source) == source = "static" \/ cfg.allowRequestSessionKey

ResolveSessionKey == IF Requested = Unset THEN "hook:new" ELSE Requested
TargetAgent == IF call.agent = Unset THEN "main" ELSE call.agent

\* A key that names an agent is one of the agent that the call goes to.
DispatchKey(key) == IF key \in MainKeys THEN "agent:" \o TargetAgent \o ":main" ELSE key

PrefixAllows(key) == cfg.prefixes = {} \/ \E p \in cfg.prefixes : SubSeq(key, 1, Len(p)) = p

HookIsAccepted ==
    /\ TargetAgent \in cfg.allowedAgents
    /\ Requested # Unset => MayChoose(Source)
    /\ PrefixAllows(ResolveSessionKey) /\ PrefixAllows(DispatchKey(ResolveSessionKey))
\* The accounts with which the signature of an event is valid.
Verifying == IF cfg.sameAudience THEN ChannelAccounts ELSE {call.account}
EventTargets == IF Cardinality(Verifying) = 1 THEN Verifying ELSE {}
----
PostToAgent(key, agent) ==
    /\ call = NoCall
    /\ call' = Call("agent", key, agent, Unset)
    /\ UNCHANGED <<cfg, outcome>>

PostToMapping(key) ==
    /\ call = NoCall
    /\ call' = Call("mapping", key, Unset, Unset)
    /\ UNCHANGED <<cfg, outcome>>

PostEvent(account) ==
    /\ call = NoCall
    /\ call' = Call("event", Unset, Unset, account)
    /\ UNCHANGED <<cfg, outcome>>

Settle(new) == outcome = NoOutcome /\ outcome' = new /\ UNCHANGED <<cfg, call>>

Dispatch ==
    /\ call.way \in {"agent", "mapping"} /\ HookIsAccepted
    /\ Settle(Outcome("dispatched", DispatchKey(ResolveSessionKey), TargetAgent, Unset))

HandleEvent(account) ==
    /\ call.way = "event" /\ account \in EventTargets
    /\ Settle(Outcome("handled", Unset, Unset, account))

Reject ==
    /\ \/ call.way \in {"agent", "mapping"} /\ ~HookIsAccepted
       \/ call.way = "event" /\ EventTargets = {}
    /\ Settle(Rejected)

Finish ==
    /\ outcome # NoOutcome
    /\ call' = NoCall
    /\ outcome' = NoOutcome
    /\ UNCHANGED cfg

Next ==
    \/ \E key \in Keys \cup {Unset}, agent \in Agents \cup {Unset} : PostToAgent(key, agent)
    \/ \E key \in Keys : PostToMapping(key)
    \/ \E account \in ChannelAccounts : PostEvent(account) \/ HandleEvent(account)
    \/ Dispatch \/ Reject \/ Finish

Spec == Init /\ [][Next]_vars
---- \* The claim
Dispatched == outcome.status = "dispatched"
\* The sessions that are nobody's choice but the owner's.
OwnSessions == {"hook:new", "hook:ci"}
SessionOnlyByOptIn == Dispatched /\ outcome.session \notin OwnSessions => cfg.allowRequestSessionKey

PrefixesHold == Dispatched /\ cfg.prefixes # {} => outcome.session \notin MainKeys

OnlyAllowedAgents == Dispatched =>
    /\ outcome.agent \in cfg.allowedAgents
    /\ outcome.session \in MainKeys => outcome.session = "agent:" \o outcome.agent \o ":main"

OnlyTheEventsAccount == outcome.status = "handled" => outcome.account = call.account

---- \* What keeps the model honest
TypeOK ==
    /\ cfg \in Configurations
    /\ call \in [way : {"agent", "mapping", "event", "none"}, key : Keys \cup {Unset}, agent : Agents \cup {Unset},
                 account : ChannelAccounts \cup {Unset}]
    /\ outcome.status \in {"none", "dispatched", "handled", "rejected"}
    /\ outcome.session \in Keys \cup OwnSessions \cup {Unset} \cup {"hook:" \o key : key \in Keys}
    /\ outcome.agent \in Agents \cup {Unset} /\ outcome.account \in ChannelAccounts \cup {Unset}

\* The settings are not stricter than they say.
RejectedForAReason == outcome.status = "rejected" =>
    \/ call.way = "event" /\ cfg.sameAudience
    \/ call.way = "agent" /\ call.agent = "ops" /\ "ops" \notin cfg.allowedAgents
    \/ call.way = "agent" /\ call.key # Unset /\ (~cfg.allowRequestSessionKey \/ cfg.prefixes # {})
    \/ call.way = "mapping" /\ cfg.template # "hook:ci"
         /\ (~cfg.allowRequestSessionKey \/ (cfg.template = "{{key}}" /\ cfg.prefixes # {}))
HookKeysAreFree == outcome.status = "rejected" /\ cfg.allowRequestSessionKey /\ call.way # "event" =>
    call.key # "hook:deploy" \/ call.agent = "ops"
HandledAlone == outcome.status = "handled" => outcome.session = Unset
AgentIsTheOneAsked == Dispatched =>
    /\ outcome.agent = (IF call.agent = Unset THEN "main" ELSE call.agent)
    /\ call.way = "agent" => (call.key = Unset <=> outcome.session = "hook:new")
    /\ call.way = "mapping" /\ cfg.template = "hook:ci" => outcome.session = "hook:ci"

\* Nobody is held back: every call can be made, and each is answered.
EveryCallIsPossible == call = NoCall =>
    /\ \A key \in Keys \cup {Unset}, agent \in Agents \cup {Unset} :
         ENABLED (Next /\ call' = Call("agent", key, agent, Unset))
    /\ \A key \in Keys : ENABLED (Next /\ call' = Call("mapping", key, Unset, Unset))
    /\ \A account \in ChannelAccounts : ENABLED (Next /\ call' = Call("event", Unset, Unset, account))
EveryCallIsAnswered == call # NoCall =>
    IF outcome = NoOutcome THEN ENABLED (Next /\ outcome' # NoOutcome) ELSE ENABLED (Next /\ call' = NoCall)

ConfigurationIsFixed == [][cfg' = cfg]_vars
OneCallAtATime == [][
    /\ call' # call => IF call = NoCall THEN outcome' = NoOutcome ELSE call' = NoCall /\ outcome # NoOutcome
    /\ outcome' # outcome => (IF outcome = NoOutcome THEN call' = call ELSE call' = NoCall /\ outcome' = NoOutcome)]_vars

\* Witnesses
FreshSession == Dispatched /\ outcome.session = "hook:new"
ChosenByOptIn == Dispatched /\ outcome.session = "hook:deploy" /\ cfg.prefixes # {}
MainSessionByOptIn == Dispatched /\ outcome.session = "agent:main:main" /\ call.key = "agent:ops:main"
TemplateRejected == outcome.status = "rejected" /\ call.way = "mapping" /\ call.key = "agent:main:main"
AmbiguousRejected == outcome.status = "rejected" /\ call.way = "event"
==============================================================================
