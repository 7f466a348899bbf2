---- MODULE PairingIdempotency -----------------------------------------------
(*
One sender asks more than once: providers deliver a message twice, clients retry,
people write again. The store of one channel must make one request of it.

Claim: a sender never has two live rows, and as long as a request is live, every
answer to its sender carries the code that was given first, so that the code which
the owner was shown still works.

Modelled: upsertChannelPairingRequest as one step: prune, look the sender up, and
then either refresh the row that is there or create one with a code that no live row
has. "shown" is the code that the owner was first shown for a sender's live request,
and "answer" what the last call returned; neither is part of the system. Sender ids
reach the store as the channel spells them; some spell one sender in two ways, with
a blank at the end, and the store compares trimmed ids (normalizeId).

Left out: the cap, which a look-up comes before (model PairingRefresh) and which is
not reached here; interleaving (model PairingRefreshRace).

Bounds: two people, because an answer must not carry another's code, one of them with
two spellings; three codes, one more than live rows, so that a wrong step has a code
to give; TTL 2, so that a request is asked for again fresh, old, at the limit, and
expired.
*)
EXTENDS PairingRows

CONSTANTS Ids, Codes

VARIABLES
    rows,    \* the file: records of id, code and age
    shown,   \* the code the owner was shown for each person's live request
    answer   \* the last call: who asked, with what id, and the code returned

vars == <<rows, shown, answer>>

\* The person behind a spelling: what the channel knows, not the store.
Person(id) == IF id = "alice " THEN "alice" ELSE id
People == {Person(id) : id \in Ids}

NoAnswer == [id |-> "nobody", code |-> "none"]

\* normalizeId
Normalized(id) == IF id = "alice " THEN "alice" ELSE id

\* The rows in which the look-up finds this id.
Found(id) == {row \in Live(rows) : row.id = Normalized(id)}

\* The code that an existing row has after a refresh: its own.
CodesAfterRefresh(row) == {row.code}

FreeCodes == Codes \ {row.code : row \in Live(rows)}

Init ==
    /\ rows = {}
    /\ shown = [p \in People |-> "none"]
    /\ answer = NoAnswer

Create(id) ==
    /\ Found(id) = {}
    /\ \E c \in FreeCodes :
         /\ rows' = Live(rows) \cup {[id |-> Normalized(id), code |-> c, age |-> 0]}
         /\ shown' = [shown EXCEPT ![Person(id)] = IF @ = "none" THEN c ELSE @]
         /\ answer' = [id |-> id, code |-> c]

Refresh(id) ==
    /\ \E row \in Found(id), c \in Codes :
         /\ c \in CodesAfterRefresh(row)
         /\ rows' = (Live(rows) \ {row}) \cup {[row EXCEPT !.code = c]}
         /\ answer' = [id |-> id, code |-> c]
    /\ UNCHANGED shown

\* The owner types the code that he was shown, and it works.
Approve(p) ==
    /\ \E row \in Live(rows) :
         /\ row.code = shown[p]
         /\ rows' = Live(rows) \ {row}
    /\ shown' = [shown EXCEPT ![p] = "none"]
    /\ answer' = NoAnswer

\* With its request, what the owner was shown expires.
PassTime ==
    /\ rows' = {[row EXCEPT !.age = Older(@)] : row \in rows}
    /\ shown' = [p \in People |->
                   IF \E row \in Live(rows) : row.code = shown[p] /\ row.age = TTL
                   THEN "none" ELSE shown[p]]
    /\ answer' = NoAnswer

Next ==
    \/ \E id \in Ids : Create(id) \/ Refresh(id)
    \/ \E p \in People : Approve(p)
    \/ PassTime

Spec == Init /\ [][Next]_vars

---- \* The claim
OneLiveRow == \A a, b \in Live(rows) : Person(a.id) = Person(b.id) => a = b
ShownCodeWorks == \A p \in People : shown[p] # "none" =>
                    \E row \in Live(rows) : Person(row.id) = p /\ row.code = shown[p]
AnswerIsTheShownCode == answer # NoAnswer => answer.code = shown[Person(answer.id)]

---- \* What keeps the model honest
TypeOK ==
    /\ rows \subseteq [id : Ids, code : Codes, age : Ages]
    /\ shown \in [People -> Codes \cup {"none"}]
    /\ answer \in [id : Ids, code : Codes] \cup {NoAnswer}
PrunedByEveryCall == answer # NoAnswer => rows = Live(rows)
\* Anybody may ask at any time, in any spelling, and is answered; the owner may use
\* every code that he was shown; and time passes.
EverybodyIsAnswered ==
    /\ \A id \in Ids : ENABLED (Next /\ answer'.id = id)
    /\ \A id \in Ids, c \in Codes \ {row.code : row \in {one \in rows : one.age <= TTL}} :
         (\A row \in rows : row.age <= TTL => Person(row.id) # Person(id)) =>
           ENABLED (Next /\ answer'.id = id /\ answer'.code = c)
    /\ \A p \in People : shown[p] # "none" =>
         ENABLED (Next /\ shown'[p] = "none" /\ Cardinality(rows') < Cardinality(rows))
RequestsGrowOld ==
    /\ ENABLED (Next /\ answer' = NoAnswer
                 /\ \A old \in rows : \E new \in rows' : new.code = old.code /\ OneOlder(old, new))
ApprovalPrunes ==
    [][(\E p \in People : Approve(p)) => \A row \in rows' : row.age <= TTL]_vars
OnlyTimeIsTime ==
    [][PassTime => \A old \in rows : \E new \in rows' :
        new.code = old.code /\ OneOlder(old, new)]_vars

\* Witnesses
AskedInAnotherSpelling ==
    /\ answer.id = "alice "
    /\ \E row \in rows : row.id = "alice" /\ row.code = answer.code /\ row.age > 0
RefreshedAtTheLimit == \E row \in rows : row.age = TTL /\ row.code = answer.code
TwoPeopleWait == \A p \in People : shown[p] # "none"
==============================================================================
