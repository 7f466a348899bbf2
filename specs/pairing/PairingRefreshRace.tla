---- MODULE PairingRefreshRace -----------------------------------------------
(*
The pairing store of one channel while two message handlers of the gateway work on
messages of the same sender, or of two senders, at once: a provider that delivers a
message twice is enough for that.

Claim: requests and refreshes that overlap never make two rows for one sender, and
the code that a sender was told stays in the store until the owner approves it.

Modelled: upsertChannelPairingRequest in its steps: take the lock, look the sender
up, write (AddRow with a new code if the look-up found nothing, else RefreshRow), and
reply with the code while releasing the lock. A handler writes by what it saw when
it looked. The store is, as in the model PairingRace, one file that every write
replaces whole ("file"), as published, or a table to which single rows are added
("table"). The owner's approval takes the lock too, and is one step here; its own
steps are in PairingRace.

Left out: the cap and expiry (PairingRace, PairingRefresh): two senders fit in, and
an expired row is no row to the look-up; meta and lastSeenAt, all that a refresh
changes: to whoever reads codes a refresh writes back what it found.

Bounds: two handlers, because a race is between one that has looked and one that
writes; two senders, so that one's refresh can destroy the other's row; three codes,
so that a wrong second row of a sender has a code of its own.
*)
EXTENDS Naturals, FiniteSets

CONSTANTS Senders, Handlers, Codes

VARIABLES
    store,   \* configuration: "file" is replaced whole, "table" takes single rows
    rows,    \* the store: records of sender and code
    inside,  \* the handlers that are past the lock
    pc,      \* the next step of each handler
    sender,  \* whose message each handler works on, or "nobody"
    seen,    \* the rows that each handler saw when it looked
    code,    \* the code that each handler will reply with, or "none"
    told     \* the code that each sender was told and the owner has not approved

vars == <<store, rows, inside, pc, sender, seen, code, told>>

\* The lock covers the look-up, the write, and what lies between.
MayEnter(h) == inside = {}

Found(h) == {row \in seen[h] : row.sender = sender[h]}

\* What is in the store, when h writes, besides h's own row.
Base(h) == IF store = "file" THEN seen[h] ELSE rows

TypeOK ==
    /\ store \in {"file", "table"}
    /\ rows \subseteq [sender : Senders, code : Codes]
    /\ inside \subseteq Handlers
    /\ pc \in [Handlers -> {"idle", "lock", "look", "write", "reply"}]
    /\ sender \in [Handlers -> Senders \cup {"nobody"}]
    /\ seen \in [Handlers -> SUBSET [sender : Senders, code : Codes]]
    /\ code \in [Handlers -> Codes \cup {"none"}]
    /\ told \in [Senders -> Codes \cup {"none"}]

Init ==
    /\ store \in {"file", "table"}
    /\ told \in [Senders -> Codes \cup {"none"}]
    /\ \A s \in Senders : told[s] # "none" => \A t \in Senders \ {s} : told[t] # told[s]
    /\ rows = {[sender |-> s, code |-> told[s]] : s \in {t \in Senders : told[t] # "none"}}
    /\ inside = {}
    /\ pc = [h \in Handlers |-> "idle"]
    /\ sender = [h \in Handlers |-> "nobody"]
    /\ seen = [h \in Handlers |-> {}]
    /\ code = [h \in Handlers |-> "none"]

Ask(h) ==
    /\ pc[h] = "idle"
    /\ \E s \in Senders : sender' = [sender EXCEPT ![h] = s]
    /\ pc' = [pc EXCEPT ![h] = "lock"]
    /\ UNCHANGED <<store, rows, inside, seen, code, told>>

TakeLock(h) ==
    /\ pc[h] = "lock"
    /\ MayEnter(h)
    /\ inside' = inside \cup {h}
    /\ pc' = [pc EXCEPT ![h] = "look"]
    /\ UNCHANGED <<store, rows, sender, seen, code, told>>

LookUp(h) ==
    /\ pc[h] = "look"
    /\ seen' = [seen EXCEPT ![h] = rows]
    /\ pc' = [pc EXCEPT ![h] = "write"]
    /\ UNCHANGED <<store, rows, inside, sender, code, told>>

\* The sender was not found: a row with a code that no row seen has.
AddRow(h) ==
    /\ pc[h] = "write"
    /\ Found(h) = {}
    /\ \E c \in Codes \ {row.code : row \in seen[h]} :
         /\ rows' = Base(h) \cup {[sender |-> sender[h], code |-> c]}
         /\ code' = [code EXCEPT ![h] = c]
    /\ pc' = [pc EXCEPT ![h] = "reply"]
    /\ UNCHANGED <<store, inside, sender, seen, told>>

\* The sender was found: the same row again.
RefreshRow(h) ==
    /\ pc[h] = "write"
    /\ \E row \in Found(h) :
         /\ rows' = Base(h) \cup {row}
         /\ code' = [code EXCEPT ![h] = row.code]
    /\ pc' = [pc EXCEPT ![h] = "reply"]
    /\ UNCHANGED <<store, inside, sender, seen, told>>

Reply(h) ==
    /\ pc[h] = "reply"
    /\ told' = [told EXCEPT ![sender[h]] = code[h]]
    /\ inside' = inside \ {h}
    /\ pc' = [pc EXCEPT ![h] = "idle"]
    /\ sender' = [sender EXCEPT ![h] = "nobody"]
    /\ seen' = [seen EXCEPT ![h] = {}]
    /\ code' = [code EXCEPT ![h] = "none"]
    /\ UNCHANGED <<store, rows>>

\* The owner approves a sender's request, under the lock.
Approve ==
    /\ inside = {}
    /\ \E row \in rows :
         /\ rows' = rows \ {row}
         /\ told' = [told EXCEPT ![row.sender] = "none"]
    /\ UNCHANGED <<store, inside, pc, sender, seen, code>>

Next ==
    \/ \E h \in Handlers :
         Ask(h) \/ TakeLock(h) \/ LookUp(h) \/ AddRow(h) \/ RefreshRow(h) \/ Reply(h)
    \/ Approve

Spec == Init /\ [][Next]_vars

\* The claim
OneRowPerSender == \A a, b \in rows : a.sender = b.sender => a = b
ToldCodeWorks == \A s \in Senders :
    told[s] # "none" => [sender |-> s, code |-> told[s]] \in rows
\* No message is dropped: a handler lets go of it only when its sender was told a code.
EveryMessageAnswered ==
    [][\A h \in Handlers : sender[h] # "nobody" /\ sender'[h] # sender[h] =>
            told'[sender[h]] # "none"]_vars
NobodyIsToldAnothersCode ==
    \A s \in Senders : told[s] # "none" => \A t \in Senders \ {s} : told[t] # told[s]
IdleHandlerKeepsNothing ==
    \A h \in Handlers : pc[h] = "idle" =>
        sender[h] = "nobody" /\ seen[h] = {} /\ code[h] = "none" /\ h \notin inside
NoStepIsRepeated ==
    [][\A h \in Handlers :
        LookUp(h) \/ AddRow(h) \/ RefreshRow(h) \/ Reply(h) => pc'[h] # pc[h]]_vars
\* Only approval makes the store forget what a sender was told, and the row goes with it.
ApprovedRowIsGone ==
    [][\A s \in Senders : told[s] # "none" /\ told'[s] = "none" =>
            \A row \in rows' : row.sender # s]_vars
StoreKindIsFixed == [][UNCHANGED store]_vars
\* Nobody is held back: a handler that works for nobody may be given anybody's message.
AnybodyMayAsk ==
    \A h \in Handlers : sender[h] = "nobody" =>
        \A s \in Senders : ENABLED (Ask(h) /\ sender'[h] = s)

\* Witnesses
SameSenderTwice ==
    /\ \A h, i \in Handlers : sender[h] = sender[i] /\ sender[h] # "nobody"
    /\ \E h \in Handlers : pc[h] = "reply"
RefreshedWhileAnotherAsks ==
    \E h, i \in Handlers : pc[h] = "write" /\ Found(h) # {} /\ pc[i] = "lock"
SecondRowAdded ==
    \E h \in Handlers :
        pc[h] = "reply" /\ told[sender[h]] = "none" /\ Cardinality(rows) = Cardinality(Senders)
==============================================================================
