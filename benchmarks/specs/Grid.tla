---- MODULE Grid ----
\* Ten million states and little work in each: what counts is TLC's own speed.
EXTENDS Naturals
CONSTANT Size
VARIABLES x, y, z

Init == x = 0 /\ y = 0 /\ z = 0
Right == x < Size /\ x' = x + 1 /\ UNCHANGED <<y, z>>
Up == y < Size /\ y' = y + 1 /\ UNCHANGED <<x, z>>
Out == z < Size /\ z' = z + 1 /\ UNCHANGED <<x, y>>
Next == Right \/ Up \/ Out
Spec == Init /\ [][Next]_<<x, y, z>>

Inside == x <= Size /\ y <= Size /\ z <= Size
====
