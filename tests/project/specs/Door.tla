---- MODULE Door ----
(*
A door, an owner with a key and a thief without one.
*)
EXTENDS FiniteSets, Naturals
CONSTANT Visitors
VARIABLES door, waiting, inside
vars == <<door, waiting, inside>>
HasKey(v) == v = "owner"
MayOpen(v) == HasKey(v)
TypeOK == /\ door \in {"shut", "open"}
          /\ waiting \subseteq Visitors
          /\ inside \subseteq Visitors
Init == door \in {"shut", "open"} /\ waiting = {} /\ inside = {}
Open(v) == /\ door = "shut"
           /\ v \notin inside
           /\ MayOpen(v)
           /\ door' = "open"
           /\ waiting' = waiting \cup {v}
           /\ UNCHANGED inside
Enter(v) == /\ v \in waiting
            /\ inside' = inside \cup {v}
            /\ waiting' = waiting \ {v}
            /\ UNCHANGED door
Shut == /\ door = "open"
        /\ door' = "shut"
        /\ UNCHANGED <<waiting, inside>>
Knock == /\ door = "shut" /\ UNCHANGED vars
Next == Shut \/ Knock \/ \E v \in Visitors : Open(v) \/ Enter(v)
Spec == Init /\ [][Next]_vars
OnlyWithKey == \A v \in inside : HasKey(v)
OwnerInside == "owner" \in inside
====
