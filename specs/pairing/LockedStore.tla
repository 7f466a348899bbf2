---- MODULE LockedStore ------------------------------------------------------
(*
How processes work on one store at the same time: take the lock, read, write, reply
and release. Shared by the two models of races (PairingRace, PairingRefreshRace).

A process works from what it read (seen), not from what the store holds now. The
store is one file that every write replaces whole ("file"), as published, or a table
to which single rows are added ("table"): no claim may depend on it, and a missing
lock shows differently in each. Any step of one process may come between two steps of
another; lock time-outs are left out: a process that cannot get the lock gives up and
writes nothing. Each model says which step comes next, and what is in the rows.
*)
CONSTANTS Senders, Processes

VARIABLES
    store,     \* configuration: what kind of store it is; never changes
    inside,    \* the processes that are past the lock
    pc,        \* the next step of each process, or "idle"
    sender,    \* whose request each process works on, or "nobody"
    seen       \* the rows that each process has read

LockVars == <<store, inside, pc, sender, seen>>

InitProcesses ==
    /\ inside = {}
    /\ pc = [p \in Processes |-> "idle"]
    /\ sender = [p \in Processes |-> "nobody"]
    /\ seen = [p \in Processes |-> {}]

\* One process at a time has the lock, and has it from before it reads until it replies.
MayEnter(p) == inside = {}

BeginAt(p, s, first) ==
    /\ pc[p] = "idle"
    /\ pc' = [pc EXCEPT ![p] = first]
    /\ sender' = [sender EXCEPT ![p] = s]
    /\ UNCHANGED <<store, inside, seen>>

TakeLockThen(p, next) ==
    /\ pc[p] = "lock"
    /\ MayEnter(p)
    /\ inside' = inside \cup {p}
    /\ pc' = [pc EXCEPT ![p] = next]
    /\ UNCHANGED <<store, sender, seen>>

ReadThen(p, found, next) ==
    /\ pc[p] = "read"
    /\ seen' = [seen EXCEPT ![p] = found]
    /\ pc' = [pc EXCEPT ![p] = next]
    /\ UNCHANGED <<store, inside, sender>>

\* What the store holds after p's write, besides p's own row: in a file, all that p
\* did not read is gone.
Base(p, rows) == IF store = "table" THEN rows ELSE seen[p]

WriteThen(p, next) ==
    /\ pc[p] = "write"
    /\ pc' = [pc EXCEPT ![p] = next]
    /\ UNCHANGED <<store, inside, sender, seen>>

\* The lock is released, and only then is anybody told anything.
ReleaseAndForget(p) ==
    /\ pc[p] = "reply"
    /\ inside' = inside \ {p}
    /\ pc' = [pc EXCEPT ![p] = "idle"]
    /\ sender' = [sender EXCEPT ![p] = "nobody"]
    /\ seen' = [seen EXCEPT ![p] = {}]
    /\ UNCHANGED store

----
(* What both models check of their processes. *)

IdleProcessKeepsNothing ==
    \A p \in Processes :
        /\ pc[p] = "idle" <=> sender[p] = "nobody"
        /\ pc[p] = "idle" => seen[p] = {} /\ p \notin inside
LockIsKeptToTheEnd == [][\A p \in inside \ inside' : pc'[p] = "idle"]_LockVars
StoreKindIsFixed == [][UNCHANGED store]_LockVars
==============================================================================
