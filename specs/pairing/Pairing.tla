---- MODULE Pairing ----------------------------------------------------------
(*
The pairing store of one channel and the life of a request in it: a stranger
writes to the bot and is given a code, the owner hears of the code and types it,
and the stranger is put on the allow list.

Claim: an expired request is never approved and never listed, however often its
sender asks again meanwhile, and whatever old code the owner types.

Modelled: the three operations on the file (upsertChannelPairingRequest, here Ask
and AskAgain; listChannelPairingRequests; approveChannelPairingCode), each of
which prunes the expired rows first; a refresh, which keeps the code and createdAt
and renews lastSeenAt; the owner's note of a code, which may grow old; removal from
the allow list. "waited" is no part of the system: it says how long ago each code
was given out, whatever the rows say of themselves; approvals are judged by it.

Left out: the cap (model PairingCap); interleaving (PairingRace: here the lock makes
each operation one step). A code that is in use or on the owner's note is not given
out again: of the real codes, 8 characters of 32, one in 10^12 is.

Bounds: TTL 2, so that a refresh can fall strictly inside a request's life; two
senders, so that one's code can be tried while the other's request is live; three
codes, because two may be in use or noted when a third is given out.
*)
EXTENDS PairingRows

CONSTANTS Senders, Codes

VARIABLES
    rows,      \* the file: records of sender, code, age (createdAt), seen (lastSeenAt)
    note,      \* the code that the owner has noted, and whose it is
    screen,    \* the codes that a listing just showed the owner
    waited,    \* how long ago each code was given out
    allowFrom  \* who was approved, and how long the request had waited then

vars == <<rows, note, screen, waited, allowFrom>>

NoNote == [sender |-> "nobody", code |-> "none"]

CodesOf(some) == {row.code : row \in some}

\* What approveChannelPairingCode and listChannelPairingRequests look through.
Approvable == Live(rows)
Listed == Live(rows)

\* What a refresh makes of a row.
Refreshed(row) == [row EXCEPT !.seen = 0]

TypeOK ==
    /\ rows \subseteq [sender : Senders, code : Codes, age : Ages, seen : Ages]
    /\ note \in [sender : Senders, code : Codes] \cup {NoNote}
    /\ screen \subseteq Codes
    /\ waited \in [Codes -> Ages]
    /\ allowFrom \subseteq [sender : Senders, waited : Ages]

Init ==
    /\ rows = {}
    /\ note = NoNote
    /\ screen = {}
    /\ waited = [c \in Codes |-> TTL + 1]
    /\ allowFrom = {}

\* A stranger who is not on the allow list and has no live request gets a new code.
Ask(s) ==
    /\ \A entry \in allowFrom : entry.sender # s
    /\ \A row \in rows : row.sender = s => Expired(row)
    /\ \E c \in Codes \ (CodesOf(Live(rows)) \cup {note.code}) :
         /\ rows' = Live(rows) \cup {[sender |-> s, code |-> c, age |-> 0, seen |-> 0]}
         /\ waited' = [waited EXCEPT ![c] = 0]
    /\ screen' = {}
    /\ UNCHANGED <<note, allowFrom>>

\* A sender with a live request asks again and is told the same code.
AskAgain ==
    /\ \E row \in Live(rows) : rows' = (Live(rows) \ {row}) \cup {Refreshed(row)}
    /\ screen' = {}
    /\ UNCHANGED <<note, waited, allowFrom>>

\* A sender passes the code on, and the owner notes it.
NoteCode ==
    /\ \E row \in rows : note' = [sender |-> row.sender, code |-> row.code]
    /\ UNCHANGED <<rows, screen, waited, allowFrom>>

List ==
    /\ screen' = CodesOf(Listed)
    /\ rows' = Live(rows)
    /\ UNCHANGED <<note, waited, allowFrom>>

\* The owner types the noted code, and there is a request with it.
Approve ==
    /\ note' = NoNote
    /\ \E row \in Approvable :
         /\ row.code = note.code
         /\ rows' = Live(rows) \ {row}
         /\ allowFrom' = allowFrom \cup {[sender |-> row.sender, waited |-> waited[row.code]]}
    /\ screen' = {}
    /\ UNCHANGED waited

\* The owner types a code that no request has: the noted one, or any.
FindNoRequest ==
    /\ note' = NoNote
    /\ note.code \notin CodesOf(Approvable)
    /\ rows' = Live(rows)
    /\ screen' = {}
    /\ UNCHANGED <<waited, allowFrom>>

\* The owner removes an approved sender, who may then ask again.
Revoke ==
    /\ \E entry \in allowFrom : allowFrom' = allowFrom \ {entry}
    /\ UNCHANGED <<rows, note, screen, waited>>

PassTime ==
    /\ rows' = {[row EXCEPT !.age = Older(@), !.seen = Older(@)] : row \in rows}
    /\ waited' = [c \in Codes |-> Older(waited[c])]
    /\ screen' = {}
    /\ UNCHANGED <<note, allowFrom>>

Next ==
    \/ \E s \in Senders : Ask(s)
    \/ AskAgain \/ NoteCode \/ List \/ Approve \/ FindNoRequest \/ Revoke
    \/ PassTime

Spec == Init /\ [][Next]_vars

\* The claim
ApprovedInTime == \A entry \in allowFrom : entry.waited <= TTL
ListedInTime == screen \subseteq CodesOf(Live(rows))
EveryOperationPrunes ==
    [][(\A row \in rows' : ~Expired(row)) \/ NoteCode \/ Revoke \/ PassTime]_vars
NotedCodeIsNobodyElses ==
    \A row \in rows : row.code = note.code => row.sender = note.sender
ApprovedWaitNoMore ==
    \A entry \in allowFrom, row \in rows : entry.sender # row.sender
ApprovedByTheNotedCode ==
    [][\A entry \in allowFrom' \ allowFrom : entry.sender = note.sender]_vars
LiveCodeWorks ==
    [][note' # note /\ note' = NoNote /\ note.code \in CodesOf(Live(rows)) =>
        allowFrom' # allowFrom]_vars
OneRowPerSender == \A a, b \in rows : a.sender = b.sender => a = b
NoRowLooksOlder == \A row \in rows : row.age <= waited[row.code]
RequestsGrowOld ==
    ENABLED (PassTime /\ \A old \in rows : \E new \in rows' :
        new.code = old.code /\ OneOlder(old, new))
ScreenIsTheLastListing ==
    [][screen' = CASE List -> CodesOf(Live(rows))
                   [] screen # {} /\ (NoteCode \/ Revoke) -> screen
                   [] OTHER -> {}]_vars
AllowListIsTheOwners == [][allowFrom' # allowFrom => Approve \/ Revoke]_vars
NoteIsTheOwners == [][note' # note => NoteCode \/ Approve \/ FindNoRequest]_vars
NoteIsGoneWhenTyped == [][note' # NoNote => ~(Approve \/ FindNoRequest)]_vars

\* Nobody is held back: what senders and the owner may do, they can do.
StrangersMayAsk ==
    \A s \in Senders :
        s \notin {entry.sender : entry \in allowFrom} \cup {row.sender : row \in Live(rows)} =>
            ENABLED (Ask(s) /\ \E row \in rows' : row.sender = s)
SendersMayAskAgain ==
    \A row \in Live(rows) :
        ENABLED (AskAgain /\ \E new \in rows' : new.code = row.code /\ new.seen = 0
                          /\ \A any \in rows' : any.sender = row.sender => any.code = row.code)
CodesMayBeNoted ==
    \A row \in rows :
        ENABLED (NoteCode /\ note'.code = row.code
                          /\ \A any \in rows : any.code = row.code => any.sender = note'.sender)
AnybodyMayBeRevoked ==
    \A entry \in allowFrom :
        ENABLED (Revoke /\ allowFrom' = {other \in allowFrom : other.sender # entry.sender})

\* Witnesses
ApprovedAtTheLastMoment == \E entry \in allowFrom : entry.waited = TTL
ListedAtTheLastMoment == \E row \in rows : row.code \in screen /\ row.age = TTL
OldNoteNewRequest ==
    /\ note # NoNote
    /\ waited[note.code] > TTL
    /\ \E row \in Live(rows) : row.sender = note.sender
RefreshedLate == \E row \in Live(rows) : row.age = TTL /\ row.seen = 0
==============================================================================
