---- MODULE EventQueue -------------------------------------------------------
(*
The outer queue of DeliveredOnce: the run of an event begins, ends, or fails and is
tried again. That a run puts its reply into the inner queue is in DeliveredOnce.

The variables of both queues are declared here, because each step also says what it
leaves as it is. Attempts are counted up to two, which stands for more than one.
*)
EXTENDS Naturals

VARIABLES
    canAsk,     \* can the platform say whether it has a reply? Never changes
    event,      \* where the outer queue is with the event
    attempts,   \* how many runs of the event have begun: none, one, or more
    row,        \* the reply's row in the inner queue, which survives a crash
    worker,     \* what each worker of the inner queue is doing, lost in a crash
    route,      \* whom the session has last heard from
    got         \* how often ann and bob have each received the reply

vars == <<canAsk, event, attempts, row, worker, route, got>>

----
BeginRun ==
    /\ event = "waiting"
    /\ event' = "running"
    /\ attempts' = IF attempts = 2 THEN 2 ELSE attempts + 1
    /\ UNCHANGED <<canAsk, row, worker, route, got>>

FinishRun ==
    /\ event = "replied"
    /\ event' = "done"
    /\ UNCHANGED <<canAsk, attempts, row, worker, route, got>>

\* A run may fail before and after its reply is in the inner queue.
FailRun ==
    /\ event \in {"running", "replied"}
    /\ event' = "waiting"
    /\ UNCHANGED <<canAsk, attempts, row, worker, route, got>>

\* EnqueueReply takes an event from running to replied, and a crash takes it back.
WayOfAnEvent == {<<"waiting", "running">>, <<"running", "replied">>, <<"replied", "done">>,
    <<"running", "waiting">>, <<"replied", "waiting">>}
==============================================================================
