---- MODULE EveryEventIsGated ------------------------------------------------
(*
What a channel sends beside messages: reactions, edits, deletions, presses of a
button, and all of these in threads.

Claim: each of them passes the gate that a message of the same sender at the
same place would pass, and lands in the session of that place's messages; two
places never share a session.

Modelled: the gate of a channel (is the channel or a thread's parent listed, is
the sender among its members) and the session key of a place (routing/session-key.js
buildAgentPeerSessionKey and resolveThreadSessionKeys, with or without suffix:
on some channels a thread is a channel of its own). Every configuration is an
initial state. Ann and Mallory write and act in a channel and in two threads of
it; another channel may be listed too. The owner may change the members.

In 2026.1.29 an event that is no message goes its own way through the handler of
its kind: slack/monitor/events/reactions.js asks for the channel but not for the
sender, and resolveSlackSystemEventSessionKey knows no threads; Discord's
handleDiscordReactionEvent does not ask for the members of a channel. Left out:
mentions (ingress-gating) and who may edit or delete what, which the channel
decides.
*)
EXTENDS Sequences

VARIABLES
    cfg,       \* the listed channels, and how threads are named; never changes
    members,   \* who may speak to the agent; the owner may change it
    sessions,  \* for each place the session of its messages, else NoSession
    outcome    \* the last event and what became of it

vars == <<cfg, members, sessions, outcome>>

Channels == {"general", "ops"}
Threads == {"t1", "t2"}
Places == {"general"} \cup Threads
People == {"ann", "mallory"}
Kinds == {"message", "reaction", "edit", "deletion", "button"}
NoSession == "none"
Outcome(kind, by, place, session) == [kind |-> kind, by |-> by, place |-> place, session |-> session]
NoOutcome == Outcome("none", "nobody", "nowhere", NoSession)

Init ==
    /\ cfg \in [channels : SUBSET Channels, useSuffix : BOOLEAN]
    /\ members \in {{"ann"}, People}
    /\ sessions = [p \in Places |-> NoSession]
    /\ outcome = NoOutcome

\* A thread is where its parent is.
Parent(place) == IF place \in Threads THEN "general" ELSE place
PlaceIsListed(kind, place) == Parent(place) \in cfg.channels

IsMember(kind, by) == by \in members

Gate(kind, by, place) == PlaceIsListed(kind, place) /\ IsMember(kind, by)

BaseKey(channel) == "agent:main:slack:channel:" \o channel
PlaceKey(place) ==
    IF place \in Threads /\ cfg.useSuffix THEN BaseKey(Parent(place)) \o ":thread:" \o place
    ELSE BaseKey(place)
SessionKey(kind, place) == PlaceKey(place)

SessionIfAdmitted(kind, by, place) == IF Gate(kind, by, place) THEN SessionKey(kind, place) ELSE NoSession

----
WriteMessage(by, place) ==
    /\ outcome' = Outcome("message", by, place, SessionIfAdmitted("message", by, place))
    /\ sessions' = IF Gate("message", by, place)
                   THEN [sessions EXCEPT ![place] = SessionKey("message", place)] ELSE sessions
    /\ UNCHANGED <<cfg, members>>

Act(kind, by, place) ==
    /\ outcome' = Outcome(kind, by, place, SessionIfAdmitted(kind, by, place))
    /\ UNCHANGED <<cfg, members, sessions>>

\* What was decided before says nothing about the new members.
ChangeMembers ==
    /\ members' = IF members = People THEN {"ann"} ELSE People
    /\ outcome' = NoOutcome
    /\ UNCHANGED <<cfg, sessions>>

Next ==
    \/ \E by \in People, place \in Places : WriteMessage(by, place)
    \/ \E kind \in Kinds \ {"message"}, by \in People, place \in Places : Act(kind, by, place)
    \/ ChangeMembers

Spec == Init /\ [][Next]_vars

---- \* The claim
Admitted == outcome.session # NoSession

EveryEventPassesTheGate == Admitted =>
    /\ outcome.by \in members
    /\ (IF outcome.place \in Threads THEN "general" ELSE outcome.place) \in cfg.channels

EveryEventStaysInItsSession == Admitted => \A p \in Places : sessions[p] # NoSession =>
    (outcome.session = sessions[p] <=> p = outcome.place)

PlacesStayApart == \A p, q \in Places : p # q /\ sessions[p] # NoSession => sessions[p] # sessions[q]

---- \* What keeps the model honest
Keys == {BaseKey(p) : p \in Places} \cup {BaseKey("general") \o ":thread:" \o p : p \in Threads}
TypeOK ==
    /\ cfg \in [channels : SUBSET Channels, useSuffix : BOOLEAN] /\ members \in {{"ann"}, People}
    /\ sessions \in [Places -> Keys \cup {NoSession}]
    /\ outcome.kind \in Kinds \cup {"none"} /\ outcome.by \in People \cup {"nobody"}
    /\ outcome.place \in Places \cup {"nowhere"}
    /\ outcome.session \in Keys \cup {NoSession}

\* The gate is not stricter than it says.
RefusedForAReason == outcome.kind # "none" /\ ~Admitted =>
    \/ outcome.by \notin members
    \/ (IF outcome.place \in Threads THEN "general" ELSE outcome.place) \notin cfg.channels

\* A thread has a key of its own form only where the settings say so.
ThreadsAreNamed == \A p \in Places : sessions[p] # NoSession =>
    (sessions[p] = "agent:main:slack:channel:" \o p <=> p = "general" \/ ~cfg.useSuffix)

\* Nobody is held back, and neither is the owner.
NobodyHasWritten == \A p \in Places : sessions[p] = NoSession
EverybodyIsFree == outcome = NoOutcome /\ NobodyHasWritten =>
    /\ \A kind \in Kinds, by \in People, place \in Places : ENABLED
         (Next /\ outcome'.kind = kind /\ outcome'.by = by /\ outcome'.place = place)
    /\ \A new \in {{"ann"}, People} : new = members \/ ENABLED (Next /\ members' = new)

OnlyAdmittedMessagesCount == [][
    /\ cfg' = cfg
    /\ members' # members => outcome' = NoOutcome /\ sessions' = sessions
    /\ \A p \in Places : sessions'[p] # sessions[p] =>
         sessions[p] = NoSession /\ outcome' = Outcome("message", outcome'.by, p, sessions'[p])
    /\ outcome'.kind = "message" /\ outcome'.session # NoSession => sessions'[outcome'.place] = outcome'.session
    /\ outcome # NoOutcome /\ outcome' = NoOutcome => members' # members]_vars

\* Witnesses
ReactionInThread == outcome.kind = "reaction" /\ outcome.place = "t1" /\ Admitted
    /\ sessions["general"] # NoSession /\ sessions["t1"] # NoSession
StrangersReactionRefused == outcome.kind = "reaction" /\ outcome.by = "mallory" /\ ~Admitted
    /\ sessions[outcome.place] # NoSession
ThreadOfItsOwn == sessions["t1"] = "agent:main:slack:channel:t1" /\ sessions["general"] # NoSession
ButtonElsewhereRefused == outcome.kind = "button" /\ outcome.by = "ann" /\ ~Admitted /\ cfg.channels = {"ops"}
==============================================================================
