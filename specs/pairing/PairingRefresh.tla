---- MODULE PairingRefresh ---------------------------------------------------
(*
The pairing store of one channel, with senders who queue for it: some have a live
request and ask again (a refresh), others are newcomers who compete for a place.

Claim: a sender who has a live request is never refused, though every place may be
taken, one of them by that very request; and a sender with a live request who asks
is served in the end, whatever the newcomers do.

Modelled: upsertChannelPairingRequest as one step with its outcomes: Refresh when the
look-up finds the sender's live row, else Create while there is room, else Refuse.
Each prunes the expired first. A call waits for the store's lock, and the store
serves one call after another, in the order in which they came ("waiting"). The last
outcome is kept in "answer" for the claim to look at; the passing of time wipes it.

Left out: codes and lastSeenAt (models PairingIdempotency and Pairing); approval,
which only ends a request; interleaving inside a call (model PairingRefreshRace).

Design, not code: the queue. The published lock is polled with growing pauses and
given up after ten tries, so its order is not that of arrival, and a call can fail.
The first half of the claim is true of the releases; the second half (RefreshServed,
WaitsUntilServed, and the red newest-first) is about a queue that no release has.

Bounds: two places and three senders, so that two can hold all places while a
newcomer asks; each sender has one call waiting at a time, as a second says the same;
TTL 2, so that a request can be refreshed before, at, and after its limit.
*)
EXTENDS PairingRows, Sequences

CONSTANTS Senders, MaxPending

VARIABLES
    rows,     \* the file: records of sender and age
    waiting,  \* whose calls wait for the store, first come first
    answer    \* the last outcome: sender and what became of the request

vars == <<rows, waiting, answer>>

NoAnswer == [sender |-> "nobody", outcome |-> "none"]

RowsOf(s) == {row \in Live(rows) : row.sender = s}

HasRoom == Cardinality(Live(rows)) < MaxPending

\* The order of the two checks is the claim: look the sender up first, then count.
Outcome(s) ==
    IF RowsOf(s) # {} THEN "refreshed"
    ELSE IF HasRoom THEN "created" ELSE "refused"

\* Whose call the store serves next.
NextServed == Head(waiting)

Init == rows = {} /\ waiting = << >> /\ answer = NoAnswer

Ask(s) ==
    /\ \A i \in DOMAIN waiting : waiting[i] # s
    /\ waiting' = Append(waiting, s)
    /\ UNCHANGED <<rows, answer>>

\* The call that is next is served, and the outcome is this one.
Serve(outcome) ==
    /\ waiting # << >>
    /\ Outcome(NextServed) = outcome
    /\ waiting' = SelectSeq(waiting, LAMBDA s : s # NextServed)
    /\ answer' = [sender |-> NextServed, outcome |-> outcome]

Create ==
    /\ Serve("created")
    /\ rows' = Live(rows) \cup {[sender |-> NextServed, age |-> 0]}

Refresh == Serve("refreshed") /\ rows' = Live(rows)

Refuse == Serve("refused") /\ rows' = Live(rows)

PassTime ==
    /\ rows' = {[row EXCEPT !.age = Older(@)] : row \in rows}
    /\ answer' = NoAnswer
    /\ UNCHANGED waiting

Next ==
    \/ \E s \in Senders : Ask(s)
    \/ Create \/ Refresh \/ Refuse
    \/ PassTime

\* The store goes on serving; time may pass or stand still.
Spec == Init /\ [][Next]_vars /\ WF_vars(Create \/ Refresh \/ Refuse)

Waits(s) == \E i \in DOMAIN waiting : waiting[i] = s

---- \* The claim
RefreshNeverRefused == answer.outcome = "refused" => RowsOf(answer.sender) = {}
ServedHoldsPlace ==
    answer.outcome \in {"created", "refreshed"} => RowsOf(answer.sender) # {}
\* Design, not code: a refresh does not wait for ever, and only its answer or its row's
\* expiry ends that.
IsServed(s) == answer = [sender |-> s, outcome |-> "refreshed"] \/ RowsOf(s) = {}
RefreshWaits(s) == Waits(s) /\ ~IsServed(s)
RefreshServed == \A s \in Senders : []<>~RefreshWaits(s)
WaitsUntilServed ==
    [][\A s \in Senders : RefreshWaits(s) => Waits(s)' \/ IsServed(s)']_vars

---- \* What keeps the model honest
TypeOK ==
    /\ rows \subseteq [sender : Senders, age : Ages]
    /\ \A i \in DOMAIN waiting : waiting[i] \in Senders
    /\ \A i, j \in DOMAIN waiting : waiting[i] = waiting[j] => i = j
    /\ answer \in [sender : Senders, outcome : {"created", "refreshed", "refused"}]
                  \cup {NoAnswer}
PendingCap == Cardinality(Live(rows)) <= MaxPending
PrunedByEveryCall == answer # NoAnswer => rows = Live(rows)
OneRowPerSender == \A a, b \in rows : a.sender = b.sender => a = b
RefusedOnlyWhenFull == answer.outcome = "refused" => Cardinality(Live(rows)) = MaxPending
\* Anybody may ask at any time, which changes nothing but the queue's end.
AnybodyMayAsk ==
    \A s \in Senders : ~Waits(s) =>
        ENABLED (Next /\ waiting' = Append(waiting, s) /\ UNCHANGED <<rows, answer>>)
\* The store is never stuck: a call can be served, and ends with the answer to its sender.
SomeCallIsServed ==
    waiting # << >> =>
        ENABLED (Next
                 /\ \E s \in Senders : Waits(s) /\ ~Waits(s)' /\ answer'.sender = s)
RequestsGrowOld ==
    ENABLED (Next /\ answer' = NoAnswer
             /\ \A old \in rows : \E new \in rows' :
                    new.sender = old.sender /\ OneOlder(old, new))
\* Witnesses
RefreshedAtCap == answer.outcome = "refreshed" /\ ~HasRoom
RefusedNewcomer == answer.outcome = "refused" /\ RowsOf(answer.sender) = {}
AskedTooLate == \E s \in Senders : Waits(s) /\ \E row \in rows \ Live(rows) : row.sender = s
RefreshedAtTheLimit ==
    /\ answer.outcome = "refreshed"
    /\ \E row \in RowsOf(answer.sender) : row.age = TTL
==============================================================================
