---- MODULE Pairing ----------------------------------------------------------
(*
The pairing store of one channel and the life of a request in it: a stranger
writes to the bot and is given a code, the owner hears of the code and types it,
and the stranger is put on the allow list.

Claim: an expired request is never approved and never listed, however often its
sender asks again meanwhile, and whatever old code the owner types; and an approval
loses nobody, though it writes two files and may be cut short between them.

Modelled: the three operations on the file (upsertChannelPairingRequest, here Ask
and AskAgain; listChannelPairingRequests; approveChannelPairingCode), each of
which prunes the expired rows first; a refresh, which keeps the code and createdAt
and renews lastSeenAt; the owner's note of a code, which may grow old; removal from
the allow list. Approval holds the lock of the requests through two writes; a crash
between them breaks the lock. "waited" is no part of the system: it says how long ago
each code was given out, whatever the rows say; approvals are judged by it.

Departures from 2026.1.29: there the row is taken out of the requests first and the
sender put on the allow list second, and an allow list that cannot be read counts as
an empty one. Both are reds.

Left out: the cap (PairingCap); interleaving (PairingRace). A code that is in use or on
the owner's note is not given out again: of the real codes one in 10^12 is.

Bounds: TTL 2, so that a refresh can fall strictly inside a request's life; two
senders, so that one's code can be tried while the other's request is live; three
codes, because two may be in use or noted when a third is given out.
*)
EXTENDS PairingRequests

\* In which order approval writes its two files: nobody is taken out of the one
\* before the other has him.
FilesInOrder == <<"allow list", "requests">>

\* What approval may take for the allow list. One that cannot be read stops it.
ReadsOfAllowList == {allowFrom}

----
\* A sender who is not approved yet passes the code on, and the owner notes it.
NoteCode ==
    /\ IsFree
    /\ \E row \in rows :
         row.sender \notin allowFrom /\ note' = [sender |-> row.sender, code |-> row.code]
    /\ screen' = {}
    /\ UNCHANGED <<rows, approving, waited, allowFrom>>

\* What is approved: what the owner types, and afterwards what was begun.
InHand == IF IsFree THEN note ELSE approving

Write(file) ==
    IF file = "allow list"
    THEN allowFrom' \in {read \cup {InHand.sender} : read \in ReadsOfAllowList} /\ UNCHANGED rows
    ELSE rows' = {row \in Live(rows) : row.code # InHand.code} /\ UNCHANGED allowFrom

\* The owner types the code of a request, and the first file is written.
Approve ==
    /\ IsFree
    /\ note.code \in CodesOf(Approvable)
    /\ Write(FilesInOrder[1])
    /\ approving' = note
    /\ note' = NoNote
    /\ screen' = {}
    /\ UNCHANGED waited

\* The second file is written.
FinishApproval ==
    /\ approving # NoRow
    /\ Write(FilesInOrder[2])
    /\ approving' = NoRow
    /\ UNCHANGED <<note, screen, waited>>

\* The process dies between the two.
Crash ==
    /\ approving # NoRow
    /\ approving' = NoRow
    /\ UNCHANGED <<rows, note, screen, waited, allowFrom>>

\* The owner types a code that no request has: the noted one, or any.
FindNoRequest ==
    /\ IsFree
    /\ note' = NoNote
    /\ note.code \notin CodesOf(Approvable)
    /\ rows' = Live(rows)
    /\ screen' = {}
    /\ UNCHANGED <<approving, waited, allowFrom>>

\* The owner removes an approved sender, who may then ask again.
Revoke ==
    /\ IsFree
    /\ \E s \in allowFrom : allowFrom' = allowFrom \ {s}
    /\ screen' = {}
    /\ UNCHANGED <<rows, note, approving, waited>>

Next ==
    \/ \E s \in Senders : Ask(s)
    \/ AskAgain \/ NoteCode \/ List \/ Approve \/ FinishApproval \/ Crash \/ FindNoRequest
    \/ Revoke
    \/ PassTime

Spec == Init /\ [][Next]_vars

---- \* The claim
ApprovedInTime == [][~(allowFrom' \subseteq allowFrom) =>
    \E one \in {note, approving} \ {NoRow} : waited[one.code] <= TTL]_vars
ListedInTime == screen \subseteq CodesOf(Live(rows))

\* Who waits or was approved is in a file, or in the hands of an approval, until his
\* time is over or the owner removes him.
InAFile == {row.sender : row \in Live(rows)} \cup {approving.sender} \cup allowFrom
NobodyIsLost == [][InAFile \ {"nobody"} \subseteq InAFile' \/ PassTime \/ Revoke]_vars

ApprovedByTheNotedCode ==
    [][allowFrom' \ allowFrom \subseteq {note.sender, approving.sender}]_vars
LiveCodeWorks ==
    [][note' # note /\ note' = NoNote /\ note.code \in CodesOf(Live(rows)) =>
        approving'.sender = note.sender]_vars
ApprovedRequestIsGone ==
    [][approving # NoRow /\ approving' = NoRow /\ ~Crash =>
        approving.code \notin CodesOf(rows')]_vars

---- \* What keeps the model honest
EveryOperationPrunes ==
    [][\/ \A row \in rows' : ~Expired(row)
       \/ approving' # NoRow \/ Crash \/ NoteCode \/ Revoke \/ PassTime]_vars
NotedCodeIsNobodyElses ==
    \A row \in rows : row.code = note.code => row.sender = note.sender
ScreenIsTheLastListing ==
    [][screen' = IF List THEN CodesOf(Live(rows)) ELSE {}]_vars
ListsAreTheOwners ==
    [][/\ allowFrom' # allowFrom => approving' # approving \/ Revoke
       /\ Revoke => rows' = rows
       /\ note' # note => NoteCode \/ Approve \/ FindNoRequest
       /\ note' # NoNote => ~(Approve \/ FindNoRequest)
       /\ approving' # approving => Approve \/ FinishApproval \/ Crash]_vars

\* While an approval is under way nothing else happens; whoever was approved is told no
\* code; and time makes nothing younger.
NothingComesBetween ==
    [][/\ approving # NoRow => approving' = NoRow
       /\ \A row \in rows' : row.sender \in allowFrom =>
            \E old \in rows : old.code = row.code /\ old.seen <= row.seen
       /\ PassTime => \A c \in Codes : waited'[c] >= waited[c]]_vars

\* Nobody is held back: what senders and the owner may do, they can do, and time passes;
\* an approval that has begun can be finished or cut short.
SendersMayAsk == approving = NoRow =>
    /\ \A s \in Senders \ (allowFrom \cup {row.sender : row \in Live(rows)}) :
         ENABLED (Next /\ \E row \in rows' : row.sender = s)
    /\ \A row \in Live(rows) : row.sender \notin allowFrom =>
         ENABLED (Next /\ \E new \in rows' : new.code = row.code /\ new.seen = 0
                       /\ \A any \in rows' : any.sender = row.sender => any.code = row.code)
OwnerMayAct ==
    /\ approving = NoRow => \A row \in rows : row.sender \notin allowFrom =>
         ENABLED (Next /\ note'.code = row.code
                    /\ \A any \in rows : any.code = row.code => any.sender = note'.sender)
    /\ approving = NoRow => \A s \in allowFrom :
         ENABLED (Next /\ s \notin allowFrom' /\ allowFrom \subseteq allowFrom' \cup {s})
    /\ approving = NoRow =>
         /\ ENABLED (Next /\ CodesOf(Live(rows)) \subseteq screen')
         /\ note # NoNote => ENABLED (Next /\ note' = NoNote)
ApprovalMayEndOrNot == approving # NoRow =>
    /\ ENABLED (Next /\ approving' = NoRow /\ (rows' # rows \/ allowFrom' # allowFrom))
    /\ ENABLED (Next /\ approving' = NoRow /\ rows' = rows /\ allowFrom' = allowFrom)
RequestsGrowOld == approving = NoRow =>
    ENABLED (Next /\ \A old \in rows : \E new \in rows' :
        new.code = old.code /\ OneOlder(old, new))

\* Witnesses
ApprovedAtTheLastMoment ==
    approving.sender \in allowFrom /\ \E row \in rows : row.code = approving.code /\ row.age = TTL
ListedAtTheLastMoment == \E row \in rows : row.code \in screen /\ row.age = TTL
OldNoteNewRequest ==
    /\ note # NoNote
    /\ waited[note.code] > TTL
    /\ \E row \in Live(rows) : row.sender = note.sender
CutShort ==
    IsFree /\ \E row \in Live(rows) : row.sender \in allowFrom
RefreshedLate == \E row \in Live(rows) : row.age = TTL /\ row.seen = 0
==============================================================================
