---- MODULE RevokedIsRevoked -------------------------------------------------
(*
What a change of a credential or a list does to what is already open.

Claim: once the owner is told that a token, a secret or an allow list has changed,
nothing that is already open acts on the old one, and nothing opens with it.

Modelled: what is open is a connection (with a device token), a request over HTTP
(with the shared secret) or a channel's monitor (with an allow list); which of
them is an initial state. Each shows what it relies on and is compared with what
the gateway knows (verifyDeviceToken, authorizeGatewayConnect), is registered
somewhat later, and then works in its own time. A change has three parts: the
owner's new value is stored, the gateway resolves it (resolveGatewayAuth), and it
closes what relies on an older one (invalidateClientsForDevice) before it answers
the owner (holdGatewayPolicyResponse). The new value may be none, a revocation,
and an old value may come back. Two of a kind are at work, so that one may be at
any other point than the other one.

Where this departs: 2026.1.29 closes nothing (see the red connection-stays) and
resolves the shared secret at its start alone, but starts again when the secret
is changed in its file. 2026.9.6 follows the model for connections. It compares
generations, which are digests of the values; the model compares the values.
*)
EXTENDS Naturals

VARIABLES
    way,        \* what is open here; never changes
    stored,     \* the value that the owner wants
    known,      \* the value that the gateway compares with
    change,     \* how far the latest change has come
    stage,      \* how far each client has come
    held        \* the value that each client has shown

vars == <<way, stored, known, change, stage, held>>

Ways == {"connection", "request", "monitor"}
Clients == {"first", "second"}
None == "none"
Values == {"old", "new"}

Init ==
    /\ way \in Ways
    /\ stored = "old"
    /\ known = "old"
    /\ change = "told"
    /\ stage = [c \in Clients |-> "closed"]
    /\ held = [c \in Clients |-> None]

At(c, from, to) == stage[c] = from /\ stage' = [stage EXCEPT ![c] = to]
Owned == <<way, stored, known, change>>

----
\* A client shows the value that it has: the current one or another.
Show(c, value) ==
    /\ At(c, "closed", IF value = known THEN "compared" ELSE "refused")
    /\ held' = [held EXCEPT ![c] = value]
    /\ UNCHANGED Owned

\* Between the comparison and this step the value may have changed.
StillHolds(c) == held[c] = known
Register(c) ==
    /\ StillHolds(c)
    /\ At(c, "compared", "open")
    /\ UNCHANGED <<Owned, held>>
RefuseLate(c) ==
    /\ ~StillHolds(c)
    /\ At(c, "compared", "refused")
    /\ UNCHANGED <<Owned, held>>

\* Work that was taken up needs time before it acts.
Begin(c) == At(c, "open", "busy") /\ UNCHANGED <<Owned, held>>
Act(c) == At(c, "busy", "open") /\ UNCHANGED <<Owned, held>>

Leave(c) ==
    /\ stage[c] \in {"refused", "open"}
    /\ stage' = [stage EXCEPT ![c] = "closed"]
    /\ held' = [held EXCEPT ![c] = None]
    /\ UNCHANGED Owned

\* The owner replaces the value, revokes it or brings an older one back.
Change(value) ==
    /\ change = "told"
    /\ value # stored
    /\ stored' = value
    /\ change' = "stored"
    /\ UNCHANGED <<way, known, stage, held>>

Resolved == stored
Resolve ==
    /\ change = "stored"
    /\ known' = Resolved
    /\ change' = "resolved"
    /\ UNCHANGED <<way, stored, stage, held>>

\* Everything that relies on another value, whether it is at work or not.
Invalidated == {c \in Clients : stage[c] \in {"open", "busy"} /\ held[c] # known}
InvalidateAndTell ==
    /\ change = "resolved"
    /\ change' = "told"
    /\ stage' = [c \in Clients |-> IF c \in Invalidated THEN "closed" ELSE stage[c]]
    /\ held' = [c \in Clients |-> IF c \in Invalidated THEN None ELSE held[c]]
    /\ UNCHANGED <<way, stored, known>>

Next ==
    \/ \E c \in Clients, value \in Values : Show(c, value)
    \/ \E c \in Clients : Register(c) \/ RefuseLate(c) \/ Begin(c) \/ Act(c) \/ Leave(c)
    \/ \E value \in Values \cup {None} : Change(value)
    \/ Resolve \/ InvalidateAndTell

Spec == Init /\ [][Next]_vars /\ WF_vars(Resolve) /\ WF_vars(InvalidateAndTell)

---- \* The claim
Acts(c) == stage[c] = "busy" /\ stage'[c] = "open"
Opens(c) == stage[c] = "compared" /\ stage'[c] = "open"

NothingActsOnTheOld == [][\A c \in Clients : Acts(c) /\ change = "told" => held[c] = stored]_vars
NothingOpensWithTheOld == [][\A c \in Clients : Opens(c) /\ change = "told" => held[c] = stored]_vars
EveryChangeIsTold == []<>(change = "told")

---- \* What keeps the model honest
TypeOK ==
    /\ way \in Ways
    /\ {stored, known} \subseteq Values \cup {None}
    /\ change \in {"told", "stored", "resolved"}
    /\ stage \in [Clients -> {"closed", "compared", "refused", "open", "busy"}]
    /\ held \in [Clients -> Values \cup {None}]
    /\ \A c \in Clients : held[c] = None <=> stage[c] = "closed"

Reaches(c, next) == ENABLED (Next /\ stage' = [stage EXCEPT ![c] = next] /\ change' = change)

\* Who shows the current value gets in, who is in can work, and everybody is answered.
ClientIsFree == \A c \in Clients :
    /\ stage[c] = "closed" => \A value \in Values : \E next \in {"compared", "refused"} :
        ENABLED (Next /\ held' = [held EXCEPT ![c] = value] /\ stage' = [stage EXCEPT ![c] = next]
            /\ (value = stored /\ change = "told" /\ stored = known => next = "compared"))
    /\ stage[c] = "compared" =>
        IF held[c] = known THEN Reaches(c, "open") /\ ~Reaches(c, "refused")
        ELSE \E next \in {"open", "refused"} : Reaches(c, next)
    /\ stage[c] = "open" => Reaches(c, "busy") /\ Reaches(c, "closed")
    /\ stage[c] = "busy" => Reaches(c, "open")
    /\ stage[c] = "refused" => Reaches(c, "closed")

OwnerIsFree == change = "told" =>
    \A value \in (Values \cup {None}) \ {stored} : ENABLED (Next /\ stored' = value /\ change' = "stored")

ChangesGoOn ==
    /\ change = "stored" => ENABLED (Next /\ change' = "resolved")
    /\ change = "resolved" => ENABLED (Next /\ change' = "told")

\* A change closes nothing that relies on the current value.
CurrentStaysOpen == [][\A c \in Clients :
    change # change' /\ stage'[c] # stage[c] => stage[c] \in {"open", "busy"} /\ held[c] # stored
        /\ stage'[c] = "closed"]_vars

WayOfAClient == {<<"closed", "compared">>, <<"closed", "refused">>, <<"compared", "open">>, <<"compared", "refused">>,
    <<"open", "busy">>, <<"busy", "open">>, <<"open", "closed">>, <<"refused", "closed">>}
ClientsAreInOrder == [][\A c \in Clients :
    /\ stage'[c] # stage[c] /\ change' = change => <<stage[c], stage'[c]>> \in WayOfAClient
    /\ stage[c] = "closed" /\ stage'[c] = "compared" => held'[c] = known
    /\ stage[c] = "closed" /\ stage'[c] = "refused" => held'[c] # known
    /\ "closed" \notin {stage[c], stage'[c]} => held'[c] = held[c]]_vars

ChangesAreInOrder == [][
    /\ change' # change => <<change, change'>> \in
         {<<"told", "stored">>, <<"stored", "resolved">>, <<"resolved", "told">>}
    /\ stored' # stored => change = "told" /\ change' = "stored"
    /\ change = "told" /\ change' = "stored" => stored' # stored
    /\ known' # known => change = "stored" /\ change' = "resolved"]_vars
ClientsAreApart == [][change' = change => \E c \in Clients : UNCHANGED <<stage[c], held[c]>>]_vars
WayIsFixed == [][way' = way]_vars

---- \* Witnesses
NewAtWork == \E c \in Clients : stage[c] = "busy" /\ held[c] = "new" /\ change = "told"
OldIsRefused == \E c \in Clients : stage[c] = "refused" /\ held[c] = "old" /\ change = "told" /\ stored = "new"
RevokedForAll == stored = None /\ change = "told" /\ \A c \in Clients : stage[c] = "refused"
OldBesideNew == stage = [c \in Clients |-> "busy"] /\ held["first"] # held["second"]
ChangedMeanwhile == \E c \in Clients : stage[c] = "compared" /\ held[c] # known
==============================================================================
