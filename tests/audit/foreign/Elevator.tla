---- MODULE Elevator ----
EXTENDS Integers, Sequences, FiniteSets, TLC
CONSTANTS Floors, Nobody, Riders
ASSUME Positive == Floors > 0

VARIABLES at, calls, riding, log

vars == <<at, calls, riding, log>>
View == <<at, calls, riding>>
Alike == Permutations(Riders)

RECURSIVE Sum(_)
Sum(s) == IF s = <<>> THEN 0 ELSE Head(s) + Sum(Tail(s))

LOCAL Near(f) == f \in {at - 1, at + 1}
All(Test(_), set) == \A one \in set : Test(one)
halves[n \in 0 .. Floors] == IF n < 2 THEN 0 ELSE 1 + halves[n - 2]

---- MODULE Ledger ----
VARIABLE lines
Short == Len(lines) <= 4
Told == Sum(lines) >= 0
====

Book == INSTANCE Ledger WITH lines <- log
BookOf(lines) == INSTANCE Ledger

Init ==
    /\ at = 0
    /\ calls = {}
    /\ riding = Nobody
    /\ log = <<>>

Call(f) == f \notin calls /\ f # at /\ calls' = calls \cup {f} /\ UNCHANGED <<at, riding, log>>

Move ==
    /\ calls # {}
    /\ LET step(from, to) == IF to > from THEN 1 ELSE -1
           aim == CHOOSE f \in calls : \A g \in calls : f <= g
       IN at' = at + step(at, aim)
    /\ Near(at')
    /\ calls' = calls \ {at'}
    /\ log' = Append(log, at')
    /\ UNCHANGED riding

Board(r) ==
    /\ CASE riding = Nobody -> TRUE [] OTHER -> FALSE
    /\ riding' = r
    /\ UNCHANGED <<at, calls, log>>

Leave == riding # Nobody /\ riding' = Nobody /\ UNCHANGED <<at, calls, log>>

Next == Move \/ Leave \/ (\E f \in 0 .. Floors : Call(f)) \/ (\E r \in Riders : Board(r))
Spec == Init /\ [][Next]_vars /\ WF_vars(Move)

Bounded == Len(log) <= 3
FewCalls == Cardinality(calls') <= 2

TypeOK == at \in 0 .. Floors /\ calls \subseteq 0 .. Floors /\ riding \in Riders \cup {Nobody}
InTheShaft == lab :: All(LAMBDA f : f >= 0 /\ f <= Floors, calls \cup {at})
NotHere == at \notin calls
BookKept == Book!Told /\ BookOf(log)!Short
OneStep == [][at' # at => at' - at \in {-1, 1}]_vars
Halved == halves[at] * 2 <= at
====
