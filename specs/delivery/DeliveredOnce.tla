---- MODULE DeliveredOnce ----------------------------------------------------
(*
The way of one reply from the event that causes it to the platform, through two
queues that both retry and both drop duplicates.

Claim: across crashes, failures and retries a reply is sent once, to the one it
is for; where nobody can find out whether it was sent, the owner is told, and it
is neither sent again nor lost without a word.

Modelled: the outer queue with the events of a session, which retries a run that
failed (EventQueue, which has the variables too); the inner queue with the replies,
where a row is written once for each event (enqueueDeliveryOnce), claimed before the
platform is called (claimDeliveryPlatformSendAttempt), acknowledged afterwards
(ackDelivery), and reconciled with the platform after a crash
(recoverPendingDeliveries). Two workers drain the inner queue: the one that sends,
and the one that recovers.

Where this departs from the code: 2026.1.29 has the outer queue alone, in memory
(auto-reply/reply/queue), and loses it in a crash; the inner one is from later
releases. Left out: the limit of attempts, after which the owner is told too, and
the parts of a reply. One event, because no row says anything of another one; what
other events do is that they change the session's last route.
*)
EXTENDS EventQueue, Naturals

Workers == {"the sender", "the recovery"}
Targets == {"ann", "bob"}
Addressee == "ann"

Init ==
    /\ canAsk \in BOOLEAN
    /\ event = "waiting"
    /\ attempts = 0
    /\ row = "none"
    /\ worker = [w \in Workers |-> "idle"]
    /\ route = Addressee
    /\ got = [t \in Targets |-> 0]

\* The id of a row is the event's, and a row that is done keeps it.
IsDuplicate == row # "none"

\* A row says whom it is for.
Target == Addressee

\* A row is given up by its worker, or by the crash of it.
Abandoned == \A w \in Workers : worker[w] = "idle"

\* What comes of asking the platform about a send that was begun.
Reconciled ==
    IF ~canAsk THEN "reported" ELSE IF got[Addressee] > 0 THEN "delivered" ELSE "pending"

----
\* enqueueDeliveryOnce: nothing is written if the row is there.
EnqueueReply ==
    /\ event = "running"
    /\ event' = "replied"
    /\ row' = IF IsDuplicate THEN row ELSE "pending"
    /\ UNCHANGED <<canAsk, attempts, worker, route, got>>

Claim(w) ==
    /\ row = "pending"
    /\ worker[w] = "idle"
    /\ row' = "started"
    /\ worker' = [worker EXCEPT ![w] = "claimed"]
    /\ UNCHANGED <<canAsk, event, attempts, route, got>>

Send(w) ==
    /\ worker[w] = "claimed"
    /\ worker' = [worker EXCEPT ![w] = "sent"]
    /\ got' = [got EXCEPT ![Target] = IF @ = 2 THEN 2 ELSE @ + 1]
    /\ UNCHANGED <<canAsk, event, attempts, row, route>>

\* The platform refuses, and has not got it.
FailSend(w) ==
    /\ worker[w] = "claimed"
    /\ worker' = [worker EXCEPT ![w] = "idle"]
    /\ row' = "pending"
    /\ UNCHANGED <<canAsk, event, attempts, route, got>>

Acknowledge(w) ==
    /\ worker[w] = "sent"
    /\ worker' = [worker EXCEPT ![w] = "idle"]
    /\ row' = "delivered"
    /\ UNCHANGED <<canAsk, event, attempts, route, got>>

\* At the start and after a reconnect: a send that was begun and is in nobody's hands.
Recover ==
    /\ row = "started"
    /\ Abandoned
    /\ row' = Reconciled
    /\ UNCHANGED <<canAsk, event, attempts, worker, route, got>>

Crash ==
    /\ event' = IF event = "done" THEN "done" ELSE "waiting"
    /\ worker' = [w \in Workers |-> "idle"]
    /\ UNCHANGED <<canAsk, attempts, row, route, got>>

HearFromAnother ==
    /\ route' = "bob"
    /\ UNCHANGED <<canAsk, event, attempts, row, worker, got>>

Next ==
    \/ BeginRun \/ EnqueueReply \/ FinishRun \/ FailRun
    \/ \E w \in Workers : Claim(w) \/ Send(w) \/ FailSend(w) \/ Acknowledge(w)
    \/ Recover \/ Crash \/ HearFromAnother

\* Each step that is possible again and again is taken some time, crashes or not.
Spec == Init /\ [][Next]_vars /\ SF_vars(BeginRun) /\ SF_vars(EnqueueReply) /\ SF_vars(FinishRun)
    /\ SF_vars(Recover) /\ SF_vars(\E w \in Workers : Claim(w))
    /\ SF_vars(\E w \in Workers : Send(w)) /\ SF_vars(\E w \in Workers : Acknowledge(w))

---- \* The claim
SentOnce == got[Addressee] < 2
SentToOne == got["bob"] = 0

\* An event that is done has a row, and a row that is done has been sent.
NothingIsLost ==
    /\ event = "done" => row # "none"
    /\ row = "delivered" => got[Addressee] + got["bob"] > 0

ArrivesOrIsReported == <>(row \in {"delivered", "reported"})

---- \* What keeps the model honest
TypeOK ==
    /\ canAsk \in BOOLEAN /\ route \in Targets /\ attempts \in 0..2
    /\ event \in {"waiting", "running", "replied", "done"}
    /\ row \in {"none", "pending", "started", "delivered", "reported"}
    /\ worker \in [Workers -> {"idle", "claimed", "sent"}]
    /\ got \in [Targets -> 0..2]

ReportedForAReason == row = "reported" => ~canAsk

\* What can go wrong: a run or a send fails, everything crashes, others write.
TroubleIsFree ==
    /\ event \in {"running", "replied"} => ENABLED (Next /\ event' = "waiting" /\ worker' = worker)
    /\ \A w \in Workers : worker[w] = "claimed" =>
        ENABLED (Next /\ worker' = [worker EXCEPT ![w] = "idle"] /\ row' = "pending"
            /\ event' = event)
    /\ Abandoned \/ ENABLED (Next /\ \A w \in Workers : worker'[w] = "idle" /\ row' = row)
    /\ ENABLED (Next /\ route' = "bob" /\ event' = event /\ row' = row)
\* What should go on can go on.
NobodyIsHeldBack ==
    /\ event = "waiting" => ENABLED (Next /\ event' = "running")
    /\ event = "running" => ENABLED (Next /\ event' = "replied")
    /\ event = "replied" => ENABLED (Next /\ event' = "done")
    /\ \A w \in Workers :
        /\ worker[w] = "claimed" => ENABLED (Next /\ worker'[w] = "sent")
        /\ worker[w] = "sent" => ENABLED (Next /\ row' = "delivered")
    /\ row = "started" /\ Abandoned => ENABLED (Next /\ row' # "started")

EitherWorkerSends == row = "pending" => \A w \in Workers : worker[w] = "idle" =>
    ENABLED (Next /\ worker'[w] = "claimed" /\ worker' = [worker EXCEPT ![w] = "claimed"])

\* Only a run adds a row, only a claim begins a send, and only a send ends it.
WayOfAWorker ==
    {<<"idle", "claimed">>, <<"claimed", "sent">>, <<"claimed", "idle">>, <<"sent", "idle">>}
StepsAreInOrder == [][
    /\ canAsk' = canAsk
    /\ route' # route => route' = "bob" /\ UNCHANGED <<event, attempts, row, worker, got>>
    /\ event' # event => <<event, event'>> \in WayOfAnEvent
    /\ attempts' = IF event' = "running" /\ event # "running" /\ attempts < 2
                   THEN attempts + 1 ELSE attempts
    /\ row' # row =>
        /\ row = "none" => row' = "pending" /\ event = "running" /\ event' = "replied"
        /\ row' = "started" <=> \E w \in Workers :
            worker[w] = "idle" /\ worker' = [worker EXCEPT ![w] = "claimed"]
        /\ row' \in {"delivered", "reported"} => event' = event
    /\ event' = "replied" /\ event = "running" => worker' = worker
    /\ \A w \in Workers : worker'[w] # worker[w] => <<worker[w], worker'[w]>> \in WayOfAWorker
    /\ got' # got <=> \E w \in Workers :
        worker[w] = "claimed" /\ worker' = [worker EXCEPT ![w] = "sent"]]_vars

\* Witnesses
Delivered == row = "delivered" /\ event = "done" /\ attempts = 1
RetriedAfterDelivery == row = "delivered" /\ event = "running"
RecoveredAsSent == row = "started" /\ got[Addressee] = 1 /\ Abandoned
ReportedAndSent == row = "reported" /\ got[Addressee] = 1
ReportedAndUnsent == row = "reported" /\ got[Addressee] = 0
DeliveredAcrossRoutes == row = "delivered" /\ route = "bob"
==============================================================================
