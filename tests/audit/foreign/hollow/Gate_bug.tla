---- MODULE Gate_bug ----
EXTENDS Naturals
VARIABLES door, token
Init == door = "open" /\ token = "bad"
Open == door = "shut" /\ token = "good" /\ door' = "open" /\ UNCHANGED token
Next == Open
Spec == Init /\ [][Next]_<<door, token>>
NeedsToken == door = "open" => token = "good"
====
