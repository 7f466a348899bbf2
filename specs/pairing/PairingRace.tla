---- MODULE PairingRace ------------------------------------------------------
(*
The pairing store of one channel: strangers who write to the bot get a row
(a pending request) which the owner may approve. Several processes work on the
store at once: two message handlers of the gateway, and the owner's command line.

Claim: however they interleave, the store never holds more than MaxPending rows, and
a sender who was told "your request is pending" keeps the row until it is approved.

Modelled: every operation is a short program run step by step (Program): take the
file's lock, see whether the file is there, create it, read it, write it, reply
and release (LockedStore). The store is the channel's pending requests, kept in a file
or in a table, or it is the channel's allow list ("allow list"): there approvals of the
command line and additions by a handler's chat command write against each other, there
is no cap, and a promise is a place on the list. The store may be missing at first, or
hold any rows within the cap.

Departure: the published code creates the missing file before it takes the lock
(withFileLock calls ensureJsonFile first); here that happens under the lock.
The red FirstUse is the published order.

Left out: time and expiry, which only take rows away, as approval does here; codes
and time stamps of rows, on which neither the cap nor the loss of a row depends;
duplicate rows of one sender (the model PairingRefreshRace has them).

Bounds: MaxPending 2 with three senders, because a breach needs one sender more than
there are places; two handlers, because every race here is between one process that
checks and one that writes; one command line as the third writer.
*)
EXTENDS Naturals, FiniteSets, Sequences, LockedStore

CONSTANT MaxPending

VARIABLES
    exists,    \* the store has been created
    rows,      \* the senders that have a row in the store
    promise    \* what each sender has: nothing, a "written" row, or was "told" so

vars == <<store, exists, rows, inside, pc, sender, seen, promise>>

CommandLine == "cli"
Handlers == Processes \ {CommandLine}
StoreKinds == {"file", "table", "allow list"}

\* The order of the steps of p's operation: the lock comes first and is kept to the end.
\* All processes have the same program; p is there because a fault may be in one of them.
Program(p) == <<"lock", "look", "create", "read", "write", "reply">>

After(p, step) == LET i == CHOOSE n \in DOMAIN Program(p) : Program(p)[n] = step
                  IN Program(p)[i + 1]

\* A sender who has a row may refresh it; a new one needs a free place.
HasRoom(found, s) == s \in found \/ Cardinality(found) < MaxPending

\* A request is written if there is room, an approval if it found the row; the allow
\* list takes everybody.
IsAllowList == store = "allow list"
WillWrite(p, found) ==
    \/ IsAllowList
    \/ IF p = CommandLine THEN sender[p] \in found ELSE HasRoom(found, sender[p])

Init ==
    /\ store \in StoreKinds
    /\ exists \in BOOLEAN
    /\ rows \in {held \in SUBSET Senders : Cardinality(held) <= MaxPending}
    /\ ~exists => rows = {}
    /\ promise = [s \in Senders |-> IF s \in rows THEN "told" ELSE "nothing"]
    /\ InitProcesses

\* A message of a stranger arrives (upsertChannelPairingRequest), the owner types the
\* code of a request (approveChannelPairingCode), or adds somebody to the allow list.
Begin(p, s) == BeginAt(p, s, Program(p)[1]) /\ UNCHANGED <<exists, rows, promise>>

TakeLock(p) == TakeLockThen(p, After(p, "lock")) /\ UNCHANGED <<exists, rows, promise>>

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
    /\ ReadThen(p, rows, IF WillWrite(p, rows) THEN "write" ELSE "reply")
    /\ UNCHANGED <<exists, rows, promise>>

WriteRow(p) ==
    /\ p # CommandLine \/ IsAllowList
    /\ WriteThen(p, "reply")
    /\ rows' = Base(p, rows) \cup {sender[p]}
    /\ promise' = [promise EXCEPT ![sender[p]] = IF @ = "told" THEN @ ELSE "written"]
    /\ exists' = TRUE

\* Approval takes the row away; the promise is then kept.
RemoveRow ==
    /\ ~IsAllowList
    /\ WriteThen(CommandLine, "reply")
    /\ rows' = Base(CommandLine, rows) \ {sender[CommandLine]}
    /\ promise' = [promise EXCEPT ![sender[CommandLine]] = "nothing"]
    /\ UNCHANGED exists

Reply(p) ==
    /\ ReleaseAndForget(p)
    /\ promise' = [s \in Senders |->
                     IF s = sender[p] /\ promise[s] = "written" THEN "told" ELSE promise[s]]
    /\ UNCHANGED <<exists, rows>>

Next ==
    \/ \E p \in Processes, s \in Senders : Begin(p, s)
    \/ \E p \in Processes :
         \/ TakeLock(p) \/ LookForStore(p) \/ CreateStore(p) \/ ReadStore(p)
         \/ WriteRow(p) \/ Reply(p)
    \/ RemoveRow

Spec == Init /\ [][Next]_vars

---- \* The claim
PendingCap == ~IsAllowList => Cardinality(rows) <= MaxPending
PromiseKept == \A s \in Senders : promise[s] = "told" => s \in rows
RefusedOnlyWhenFull ==
    [][\A p \in Handlers : pc'[p] = "reply" /\ pc[p] \notin {"write", "reply"} =>
            sender[p] \notin rows /\ Cardinality(rows) >= MaxPending /\ store # "allow list"]_vars
ToldUntilApproved ==
    [][\A s \in Senders : promise[s] = "told" /\ promise'[s] # "told" => RemoveRow]_vars

---- \* What keeps the model honest
TypeOK ==
    /\ store \in StoreKinds
    /\ exists \in BOOLEAN
    /\ rows \subseteq Senders
    /\ inside \subseteq Processes
    /\ pc \in [Processes -> {"idle", "lock", "look", "create", "read", "write", "reply"}]
    /\ sender \in [Processes -> Senders \cup {"nobody"}]
    /\ seen \in [Processes -> SUBSET Senders]
    /\ promise \in [Senders -> {"nothing", "written", "told"}]
RowsAreInAStore == rows # {} => exists
StoreStays ==
    [][exists \/ (\E p \in Processes : pc[p] = "create" /\ pc'[p] # "create") => exists']_vars
OnlyReadingShowsTheStore ==
    [][\A p \in Processes : seen'[p] # seen[p] => ReadStore(p) \/ pc'[p] = "idle"]_vars
WriterIsTold ==
    [][\A p \in Processes :
        /\ WriteRow(p) => promise'[sender[p]] # "nothing"
        /\ Reply(p) => promise'[sender[p]] # "written"]_vars
ApprovalFindsTheRow ==
    [][ReadStore(CommandLine) =>
        (pc'[CommandLine] = "write" <=>
            sender[CommandLine] \in rows \/ store = "allow list")]_vars
ApprovalDoesItsWork ==
    [][pc[CommandLine] = "write" /\ pc'[CommandLine] = "reply" =>
        (sender[CommandLine] \in rows' <=> store = "allow list")]_vars

\* Nobody is held back: whoever is free may be asked by anybody, and whoever works goes on
\* as long as no other process holds the lock.
AnybodyMayAsk ==
    \A p \in Processes : sender[p] = "nobody" =>
        \A s \in Senders : ENABLED (Next /\ sender'[p] = s)
NoProcessIsStuck ==
    \A p \in Processes : sender[p] # "nobody" /\ inside \subseteq {p} =>
        ENABLED (Next /\ pc'[p] # pc[p])

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
ApprovedBesideAnother ==
    IsAllowList /\ pc[CommandLine] = "write" /\ \E p \in Handlers : pc[p] = "lock"
BothWaitForTheLock == \A p \in Handlers : pc[p] = "lock" /\ inside = {CommandLine}
==============================================================================
