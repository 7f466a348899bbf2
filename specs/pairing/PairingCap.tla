---- MODULE PairingCap -------------------------------------------------------
(*
The pairing stores of two buckets, called channels here, and strangers who may all
be the same flooder under several names: each file holds at most MaxPending live
requests.

Claim: a channel never has more than MaxPending live requests; a newcomer is refused
only when so many live requests wait on that very channel, so that neither another
channel's requests nor expired ones take places away; and a full channel does not
stay full, whatever the flooder does, because requests expire. No call leaves expired
rows in its file, so that the file does not grow either.

Modelled: upsertChannelPairingRequest as one step with its outcomes (Ask gets a new
row, AskAgain finds the sender's own, Refuse answers with an empty code). Each first
prunes the expired rows of the channel it works on; until then they stay in the
file. "answer" records the last outcome, for the claim to look at; the passing of
time wipes it.

A channel stands for whatever has a file and a cap of its own: a channel up to
2026.3.28, one account of a channel from 2026.3.31 on, for the reason that the red
SharedCap shows.

Left out: approval, which does nothing but free a place sooner than expiry; codes and
lastSeenAt, on which no place depends; pruneExcessRequests, which has nothing to do
as long as the claim holds; interleaving (model PairingRace).

Bounds: two places and three senders, so that a channel can be full and refuse one
more; two channels, because crowding out is between one channel and another; TTL 1,
so that rows of different age stand side by side, fresh, at the limit, and expired.
*)
EXTENDS PairingRows

CONSTANTS Channels, Senders, MaxPending

VARIABLES
    rows,    \* the files, together: records of channel, sender and age
    answer   \* the last outcome: channel, sender and what became of the request

vars == <<rows, answer>>

NoAnswer == [channel |-> "none", sender |-> "none", outcome |-> "none"]

\* The file of one channel.
File(ch) == {row \in rows : row.channel = ch}

\* Its requests that are still live.
Waiting(ch) == {row \in rows : row.channel = ch /\ ~Expired(row)}

RowsOf(ch, s) == {row \in rows : row.channel = ch /\ row.sender = s /\ ~Expired(row)}

\* What counts against the cap of a channel.
Counted(ch) == Waiting(ch)

HasRoom(ch) == Cardinality(Counted(ch)) < MaxPending

\* What a refresh makes of a row: lastSeenAt is not modelled, createdAt stays.
Refreshed(row) == row

\* All the files after the one of channel ch has been pruned and written.
Written(ch) == {row \in rows : row.channel = ch => ~Expired(row)}

Init == rows = {} /\ answer = NoAnswer

Ask(ch, s) ==
    /\ RowsOf(ch, s) = {}
    /\ HasRoom(ch)
    /\ rows' = Written(ch) \cup {[channel |-> ch, sender |-> s, age |-> 0]}
    /\ answer' = [channel |-> ch, sender |-> s, outcome |-> "created"]

AskAgain(ch, s) ==
    /\ RowsOf(ch, s) # {}
    /\ rows' = (Written(ch) \ RowsOf(ch, s)) \cup {Refreshed(row) : row \in RowsOf(ch, s)}
    /\ answer' = [channel |-> ch, sender |-> s, outcome |-> "refreshed"]

Refuse(ch, s) ==
    /\ RowsOf(ch, s) = {}
    /\ ~HasRoom(ch)
    /\ rows' = Written(ch)
    /\ answer' = [channel |-> ch, sender |-> s, outcome |-> "refused"]

PassTime ==
    /\ rows' = {[row EXCEPT !.age = Older(@)] : row \in rows}
    /\ answer' = NoAnswer

Next ==
    \/ \E ch \in Channels, s \in Senders :
         Ask(ch, s) \/ AskAgain(ch, s) \/ Refuse(ch, s)
    \/ PassTime

\* Time does not stop; nobody else is obliged to do anything.
Spec == Init /\ [][Next]_vars /\ WF_vars(PassTime)

IsSameRequest(old, new) == old.channel = new.channel /\ old.sender = new.sender

Full(ch) == Cardinality(Waiting(ch)) >= MaxPending

---- \* The claim
PendingCap == \A ch \in Channels : Cardinality(Waiting(ch)) <= MaxPending
RefusedOnlyWhenFull == answer.outcome = "refused" => Full(answer.channel)
PlacesComeFree == \A ch \in Channels : []<>~Full(ch)

---- \* What keeps the model honest
TypeOK ==
    /\ rows \subseteq [channel : Channels, sender : Senders, age : Ages]
    /\ answer \in [channel : Channels, sender : Senders,
                   outcome : {"created", "refreshed", "refused"}] \cup {NoAnswer}
PrunedByEveryCall ==
    answer # NoAnswer => File(answer.channel) = Waiting(answer.channel)
AnswerIsTrue ==
    answer # NoAnswer =>
        (answer.outcome = "refused" <=> RowsOf(answer.channel, answer.sender) = {})
OneRowPerSender ==
    \A a, b \in rows : a.channel = b.channel /\ a.sender = b.sender => a = b
\* Anybody may ask on any channel at any time, is answered, and neither takes a live
\* request away there nor touches another channel's file.
EverybodyIsAnswered ==
    \A ch \in Channels, s \in Senders :
        ENABLED /\ Next
                /\ answer'.channel = ch /\ answer'.sender = s
                /\ \A old \in Waiting(ch) : \E new \in rows' : IsSameRequest(old, new)
                /\ {row \in rows' : row.channel # ch} = {row \in rows : row.channel # ch}
RequestsGrowOld ==
    ENABLED /\ Next /\ answer' = NoAnswer
            /\ Cardinality(rows') = Cardinality(rows)
            /\ \A old \in rows, new \in rows' : IsSameRequest(old, new) => OneOlder(old, new)
\* Witnesses
BothFull == \A ch \in Channels : Full(ch)
RefusedNewcomer == answer.outcome = "refused"
RefreshedWhenFull == answer.outcome = "refreshed" /\ Full(answer.channel)
ExpiredHeldUntilPruned == \E row \in rows : Expired(row)
RoomBesideFullChannel ==
    /\ answer.outcome = "created"
    /\ \E ch \in Channels \ {answer.channel} : Full(ch)
==============================================================================
