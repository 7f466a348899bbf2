---- MODULE Counter ----
EXTENDS Naturals, TLC
VARIABLE x
Init == x = 0
Next == x < 6 /\ x' = x + 1
Inv == x < 4
Small == x < 9
Spec == Init /\ [][Next]_x
====
