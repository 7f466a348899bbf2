---- MODULE Gate ----
EXTENDS Naturals
VARIABLES door, token
Init == door = "shut" /\ token \in {}
Open == door = "shut" /\ token = "good" /\ door' = "open" /\ UNCHANGED token
Next == Open
Spec == Init /\ [][Next]_<<door, token>>
NeedsToken == door = "open" => token = "good"
====
