---- MODULE PairingRefreshRace -----------------------------------------------
(*
The pairing store of one channel while two message handlers of the gateway work on
messages of the same sender, or of two senders, at once: a provider that delivers a
message twice is enough for that.

Claim: requests and refreshes that overlap never make two rows for one sender, and
the code that a sender was told stays in the store until the owner approves it.

Modelled: upsertChannelPairingRequest in its steps (LockedStore): take the lock, look
the sender up, write (AddRow with a new code if the look-up found nothing, else
RefreshRow), and reply with the code while releasing the lock. The owner's approval
takes the lock too, and is one step here; its own steps are in PairingRace.

Left out: the cap and expiry (PairingRace, PairingRefresh): two senders fit in, and
an expired row is no row to the look-up; meta and lastSeenAt, all that a refresh
changes: to whoever reads codes a refresh writes back what it found.

Bounds: two handlers, because a race is between one that has looked and one that
writes; two senders, so that one's refresh can destroy the other's row; three codes,
so that a wrong second row of a sender has a code of its own.
*)
EXTENDS Naturals, FiniteSets, LockedStore

CONSTANT Codes

VARIABLES
    rows,    \* the store: records of sender and code
    code,    \* the code that each handler will reply with, or "none"
    told     \* the code that each sender was told and the owner has not approved

vars == <<store, rows, inside, pc, sender, seen, code, told>>

Handlers == Processes
StoreKinds == {"file", "table"}

Found(h) == {row \in seen[h] : row.sender = sender[h]}

Init ==
    /\ store \in StoreKinds
    /\ told \in [Senders -> Codes \cup {"none"}]
    /\ \A s \in Senders : told[s] # "none" => \A t \in Senders \ {s} : told[t] # told[s]
    /\ rows = {[sender |-> s, code |-> told[s]] : s \in {t \in Senders : told[t] # "none"}}
    /\ code = [h \in Handlers |-> "none"]
    /\ InitProcesses

Ask(h, s) == BeginAt(h, s, "lock") /\ UNCHANGED <<rows, code, told>>

TakeLock(h) == TakeLockThen(h, "read") /\ UNCHANGED <<rows, code, told>>

LookUp(h) == ReadThen(h, rows, "write") /\ UNCHANGED <<rows, code, told>>

\* The sender was not found: a row with a code that no row seen has.
AddRow(h) ==
    /\ WriteThen(h, "reply")
    /\ Found(h) = {}
    /\ \E c \in Codes \ {row.code : row \in seen[h]} :
         /\ rows' = Base(h, rows) \cup {[sender |-> sender[h], code |-> c]}
         /\ code' = [code EXCEPT ![h] = c]
    /\ UNCHANGED told

\* The sender was found: the same row again.
RefreshRow(h) ==
    /\ WriteThen(h, "reply")
    /\ \E row \in Found(h) :
         /\ rows' = Base(h, rows) \cup {row}
         /\ code' = [code EXCEPT ![h] = row.code]
    /\ UNCHANGED told

Reply(h) ==
    /\ ReleaseAndForget(h)
    /\ told' = [told EXCEPT ![sender[h]] = code[h]]
    /\ code' = [code EXCEPT ![h] = "none"]
    /\ UNCHANGED rows

\* The owner approves a sender's request, under the lock.
Approve(row) ==
    /\ inside = {}
    /\ rows' = rows \ {row}
    /\ told' = [told EXCEPT ![row.sender] = "none"]
    /\ UNCHANGED <<store, inside, pc, sender, seen, code>>

Next ==
    \/ \E h \in Handlers :
         \/ \E s \in Senders : Ask(h, s)
         \/ TakeLock(h) \/ LookUp(h) \/ AddRow(h) \/ RefreshRow(h) \/ Reply(h)
    \/ \E row \in rows : Approve(row)

Spec == Init /\ [][Next]_vars

---- \* The claim
OneRowPerSender == \A a, b \in rows : a.sender = b.sender => a = b
ToldCodeWorks == \A s \in Senders :
    told[s] # "none" => [sender |-> s, code |-> told[s]] \in rows
\* No message is dropped: a handler lets go of it only when its sender was told a code.
EveryMessageAnswered ==
    [][\A h \in Handlers : sender[h] # "nobody" /\ sender'[h] # sender[h] =>
            told'[sender[h]] # "none"]_vars
---- \* What keeps the model honest
TypeOK ==
    /\ store \in {"file", "table"}
    /\ rows \subseteq [sender : Senders, code : Codes]
    /\ inside \subseteq Handlers
    /\ pc \in [Handlers -> {"idle", "lock", "read", "write", "reply"}]
    /\ sender \in [Handlers -> Senders \cup {"nobody"}]
    /\ seen \in [Handlers -> SUBSET [sender : Senders, code : Codes]]
    /\ code \in [Handlers -> Codes \cup {"none"}]
    /\ told \in [Senders -> Codes \cup {"none"}]
NobodyIsToldAnothersCode ==
    \A s \in Senders : told[s] # "none" => \A t \in Senders \ {s} : told[t] # told[s]
IdleHandlerHasNoCode == \A h \in Handlers : pc[h] = "idle" => code[h] = "none"
NoStepIsRepeated ==
    [][\A h \in Handlers :
        LookUp(h) \/ AddRow(h) \/ RefreshRow(h) \/ Reply(h) => pc'[h] # pc[h]]_vars
\* Only approval makes the store forget what a sender was told, and the row goes with it.
ApprovedRowIsGone ==
    [][\A s \in Senders : told[s] # "none" /\ told'[s] = "none" =>
            \A row \in rows' : row.sender # s]_vars
\* Nobody is held back: a handler that works for nobody may be given anybody's message,
\* one that works goes on as long as no other holds the lock, and the owner may approve.
AnybodyMayAsk ==
    \A h \in Handlers : sender[h] = "nobody" =>
        \A s \in Senders : ENABLED (Next /\ sender'[h] = s)
NoHandlerIsStuck ==
    \A h \in Handlers : sender[h] # "nobody" /\ inside \subseteq {h} =>
        ENABLED (Next /\ pc'[h] # pc[h])
OwnerMayApprove ==
    inside = {} => \A row \in rows :
        ENABLED (Next /\ row \notin rows' /\ told'[row.sender] = "none")

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
