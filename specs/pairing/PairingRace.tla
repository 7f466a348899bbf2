---- MODULE PairingRace ------------------------------------------------------
(*
The pairing store of one channel: strangers who write to the bot get a row
(a pending request) which the owner may approve. Several processes work on the
store at once: two message handlers of the gateway, and the owner's command line.

Claim: however they interleave, the store never holds more than MaxPending rows,
and a sender who was told "your request is pending" keeps the row until the
owner approves it.

Modelled: every operation is a short program run step by step (Program): take the
file's lock, see whether the file is there, create it, read it, write it, reply
and release. Any step of one process may come between two steps of another, and
a handler works from what it read, not from what the store holds now. The store is
configured either as published, one JSON file that every write replaces whole
("file"), or as a table to which single rows are added ("table"): the claim must not
depend on it, and a missing lock shows differently in each. The store may be missing
at first, or hold any rows within the cap.

Departure: the published code creates the missing file before it takes the lock
(withFileLock calls ensureJsonFile first); here that happens under the lock.
The red FirstUse is the published order.

Left out: time and expiry, which only take rows away, as approval does here; codes
and time stamps of rows, on which neither the cap nor the loss of a row depends;
duplicate rows of one sender (the model PairingRefreshRace has them); lock
time-outs: a process that cannot get the lock gives up and writes nothing.

Bounds: MaxPending 2 with three senders, because a breach needs one sender more than
there are places; two handlers, because every race here is between one process that
checks and one that writes; one command line as the third writer.
*)
EXTENDS Naturals, FiniteSets, Sequences

CONSTANTS Senders, Handlers, MaxPending

VARIABLES
    store,     \* configuration: "file" is replaced whole, "table" takes single rows
    exists,    \* the store has been created
    rows,      \* the senders that have a pending row in the store
    inside,    \* the processes that hold the lock
    pc,        \* the next step of each process, or "idle"
    sender,    \* whose request each process works on, or "nobody"
    seen,      \* the rows that each process has read
    promise    \* what each sender has: nothing, a "written" row, or was "told" so

vars == <<store, exists, rows, inside, pc, sender, seen, promise>>

CommandLine == "cli"
Processes == Handlers \cup {CommandLine}

\* The order of the steps of p's operation: the lock comes first and is kept to the end.
\* All processes have the same program; p is there because a fault may be in one of them.
Program(p) == <<"lock", "look", "create", "read", "write", "reply">>

After(p, step) == LET i == CHOOSE n \in DOMAIN Program(p) : Program(p)[n] = step
                  IN Program(p)[i + 1]

\* A sender who has a row may refresh it; a new one needs a free place.
HasRoom(found, s) == s \in found \/ Cardinality(found) < MaxPending

\* A handler writes if there is room; the command line if it found the row.
WillWrite(p, found) ==
    IF p = CommandLine THEN sender[p] \in found ELSE HasRoom(found, sender[p])

\* What the store holds after p's write: in a file, all that p did not read is gone.
Base(p) == IF store = "file" THEN seen[p] ELSE rows

TypeOK ==
    /\ store \in {"file", "table"}
    /\ exists \in BOOLEAN
    /\ rows \subseteq Senders
    /\ inside \subseteq Processes
    /\ pc \in [Processes -> {"idle", "lock", "look", "create", "read", "write", "reply"}]
    /\ sender \in [Processes -> Senders \cup {"nobody"}]
    /\ seen \in [Processes -> SUBSET Senders]
    /\ promise \in [Senders -> {"nothing", "written", "told"}]

Init ==
    /\ store \in {"file", "table"}
    /\ exists \in BOOLEAN
    /\ rows \in {held \in SUBSET Senders : Cardinality(held) <= MaxPending}
    /\ ~exists => rows = {}
    /\ inside = {}
    /\ pc = [p \in Processes |-> "idle"]
    /\ sender = [p \in Processes |-> "nobody"]
    /\ seen = [p \in Processes |-> {}]
    /\ promise = [s \in Senders |-> IF s \in rows THEN "told" ELSE "nothing"]

Begin(p, s) ==
    /\ pc[p] = "idle"
    /\ pc' = [pc EXCEPT ![p] = Program(p)[1]]
    /\ sender' = [sender EXCEPT ![p] = s]
    /\ UNCHANGED <<store, exists, rows, inside, seen, promise>>

\* A message of a stranger arrives: upsertChannelPairingRequest is called.
Ask(p) == \E s \in Senders : Begin(p, s)

\* The owner types the code of a request: approveChannelPairingCode is called.
StartApproval == \E s \in Senders : Begin(CommandLine, s)

TakeLock(p) ==
    /\ pc[p] = "lock"
    /\ inside = {}
    /\ inside' = {p}
    /\ pc' = [pc EXCEPT ![p] = After(p, "lock")]
    /\ UNCHANGED <<store, exists, rows, sender, seen, promise>>

LookForStore(p) ==
    /\ pc[p] = "look"
    /\ pc' = [pc EXCEPT ![p] = IF exists THEN After(p, "create") ELSE "create"]
    /\ UNCHANGED <<store, exists, rows, inside, sender, seen, promise>>

CreateStore(p) ==
    /\ pc[p] = "create"
    /\ exists' = TRUE
    /\ rows' = {}
    /\ pc' = [pc EXCEPT ![p] = After(p, "create")]
    /\ UNCHANGED <<store, inside, sender, seen, promise>>

ReadStore(p) ==
    /\ pc[p] = "read"
    /\ seen' = [seen EXCEPT ![p] = rows]
    /\ pc' = [pc EXCEPT ![p] = IF WillWrite(p, rows) THEN "write" ELSE "reply"]
    /\ UNCHANGED <<store, exists, rows, inside, sender, promise>>

WriteRow(p) ==
    /\ pc[p] = "write"
    /\ rows' = Base(p) \cup {sender[p]}
    /\ promise' = [promise EXCEPT ![sender[p]] = IF @ = "told" THEN @ ELSE "written"]
    /\ pc' = [pc EXCEPT ![p] = "reply"]
    /\ UNCHANGED <<store, exists, inside, sender, seen>>

\* Approval takes the row away; the promise is then kept.
RemoveRow ==
    /\ pc[CommandLine] = "write"
    /\ rows' = Base(CommandLine) \ {sender[CommandLine]}
    /\ promise' = [promise EXCEPT ![sender[CommandLine]] = "nothing"]
    /\ pc' = [pc EXCEPT ![CommandLine] = "reply"]
    /\ UNCHANGED <<store, exists, inside, sender, seen>>

\* The lock is released, and only then is anybody told anything.
Reply(p) ==
    /\ pc[p] = "reply"
    /\ inside' = inside \ {p}
    /\ promise' = [s \in Senders |->
                     IF s = sender[p] /\ promise[s] = "written" THEN "told" ELSE promise[s]]
    /\ pc' = [pc EXCEPT ![p] = "idle"]
    /\ sender' = [sender EXCEPT ![p] = "nobody"]
    /\ seen' = [seen EXCEPT ![p] = {}]
    /\ UNCHANGED <<store, exists, rows>>

Next ==
    \/ \E p \in Handlers : Ask(p) \/ WriteRow(p)
    \/ StartApproval \/ RemoveRow
    \/ \E p \in Processes :
         TakeLock(p) \/ LookForStore(p) \/ CreateStore(p) \/ ReadStore(p) \/ Reply(p)

Spec == Init /\ [][Next]_vars

\* The claim
PendingCap == Cardinality(rows) <= MaxPending
PromiseKept == \A s \in Senders : promise[s] = "told" => s \in rows
RowsAreInAStore == rows # {} => exists
IdleProcessKeepsNothing ==
    \A p \in Processes :
        /\ pc[p] = "idle" <=> sender[p] = "nobody"
        /\ pc[p] = "idle" => seen[p] = {} /\ p \notin inside
StoreStays == [][UNCHANGED store /\ (exists => exists')]_vars
LockIsKeptToTheEnd == [][\A p \in inside \ inside' : pc'[p] = "idle"]_vars
OnlyReadingShowsTheStore ==
    [][\A p \in Processes : seen'[p] # seen[p] => ReadStore(p) \/ pc'[p] = "idle"]_vars
RefusedOnlyWhenFull ==
    [][\A p \in Handlers : pc'[p] = "reply" /\ pc[p] \notin {"write", "reply"} =>
            sender[p] \notin rows /\ Cardinality(rows) >= MaxPending]_vars
WriterIsTold ==
    [][\A p \in Handlers :
        /\ WriteRow(p) => promise'[sender[p]] # "nothing"
        /\ Reply(p) => promise'[sender[p]] # "written"]_vars
ToldUntilApproved ==
    [][\A s \in Senders : promise[s] = "told" /\ promise'[s] # "told" => RemoveRow]_vars
ApprovalFindsTheRow ==
    [][ReadStore(CommandLine) => (pc'[CommandLine] = "write" <=> sender[CommandLine] \in rows)]_vars
ApprovedRowIsGone == [][RemoveRow => sender[CommandLine] \notin rows']_vars

\* Nobody is held back: whoever is free may be asked by anybody, and whoever works goes on
\* as long as no other process holds the lock.
AnybodyMayAsk ==
    \A p \in Processes : sender[p] = "nobody" =>
        \A s \in Senders :
            ENABLED ((IF p = CommandLine THEN StartApproval ELSE Ask(p)) /\ sender'[p] = s)
NoProcessIsStuck ==
    \A p \in Processes : sender[p] # "nobody" /\ inside \subseteq {p} =>
        ENABLED /\ \/ TakeLock(p) \/ LookForStore(p) \/ CreateStore(p) \/ ReadStore(p)
                   \/ IF p = CommandLine THEN RemoveRow ELSE WriteRow(p)
                   \/ Reply(p)
                /\ pc'[p] # pc[p]

\* Witnesses
LastPlaceTaken ==
    \E p \in Handlers : pc[p] = "reply" /\ promise[sender[p]] = "written"
                       /\ Cardinality(rows) = MaxPending
NewcomerRefused ==
    \E p \in Handlers : pc[p] = "reply" /\ sender[p] \notin rows /\ Cardinality(rows) = MaxPending
RefreshedAtCap ==
    \E p \in Handlers : pc[p] = "write" /\ sender[p] \in seen[p] /\ Cardinality(rows) = MaxPending
RequestFound ==
    pc[CommandLine] = "write" /\ sender[CommandLine] \in rows /\ inside = {CommandLine}
BothWaitForTheLock == \A p \in Handlers : pc[p] = "lock" /\ inside = {CommandLine}
==============================================================================
