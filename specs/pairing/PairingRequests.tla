---- MODULE PairingRequests --------------------------------------------------
(*
The file of one channel's pairing requests: what strangers, the owner's listing and
time do to it. Shared part of the model Pairing, which has approval.

Each operation takes the file's lock and prunes the expired rows first; while an
approval is under way it holds the lock, and nothing else happens to the file.
*)
EXTENDS PairingRows

CONSTANTS Senders, Codes

VARIABLES
    rows,      \* the file: records of sender, code, age (createdAt), seen (lastSeenAt)
    note,      \* the code that the owner has noted, and whose it is
    approving, \* the row whose approval has written one file of two, or NoRow
    screen,    \* the codes that a listing just showed the owner
    waited,    \* how long ago each code that is in a row or noted was given out
    allowFrom  \* the allow list: who was approved

vars == <<rows, note, approving, screen, waited, allowFrom>>

NoNote == [sender |-> "nobody", code |-> "none"]
NoRow == NoNote
IsFree == approving = NoRow

CodesOf(some) == {row.code : row \in some}

\* What approveChannelPairingCode and listChannelPairingRequests look through.
Approvable == Live(rows)
Listed == Live(rows)

\* What a refresh makes of a row.
Refreshed(row) == [row EXCEPT !.seen = 0]

Init ==
    /\ rows = {}
    /\ note = NoNote
    /\ approving = NoRow
    /\ screen = {}
    /\ waited = [c \in Codes |-> TTL + 1]
    /\ allowFrom = {}

\* A stranger who is not on the allow list and has no live request gets a new code.
Ask(s) ==
    /\ IsFree /\ s \notin allowFrom
    /\ \A row \in rows : row.sender = s => Expired(row)
    /\ \E c \in Codes \ (CodesOf(Live(rows)) \cup {note.code}) :
         /\ rows' = Live(rows) \cup {[sender |-> s, code |-> c, age |-> 0, seen |-> 0]}
         /\ waited' = [waited EXCEPT ![c] = 0]
    /\ screen' = {}
    /\ UNCHANGED <<note, approving, allowFrom>>

\* A sender with a live request asks again and is told the same code.
AskAgain ==
    /\ IsFree
    /\ \E row \in Live(rows) :
         row.sender \notin allowFrom /\ rows' = (Live(rows) \ {row}) \cup {Refreshed(row)}
    /\ screen' = {}
    /\ UNCHANGED <<note, approving, waited, allowFrom>>

List ==
    /\ IsFree
    /\ screen' = CodesOf(Listed)
    /\ rows' = Live(rows)
    /\ UNCHANGED <<note, approving, waited, allowFrom>>

PassTime ==
    /\ IsFree
    /\ rows' = {[row EXCEPT !.age = Older(@), !.seen = Older(@)] : row \in rows}
    /\ waited' = [c \in Codes |-> IF c \in CodesOf(rows) \cup {note.code}
                                THEN Older(waited[c]) ELSE TTL + 1]
    /\ screen' = {}
    /\ UNCHANGED <<note, approving, allowFrom>>

----
TypeOK ==
    /\ rows \subseteq [sender : Senders, code : Codes, age : Ages, seen : Ages]
    /\ {note, approving} \subseteq [sender : Senders, code : Codes] \cup {NoNote}
    /\ screen \subseteq Codes
    /\ waited \in [Codes -> Ages]
    /\ allowFrom \subseteq Senders
OneRowPerSender == \A a, b \in rows : a.sender = b.sender => a = b
NoRowLooksOlder == \A row \in rows : row.age <= waited[row.code]
==============================================================================
