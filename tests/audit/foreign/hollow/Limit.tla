---- MODULE Limit ----
EXTENDS Naturals
CONSTANT Most
VARIABLE used
Init == used = 0
Use == used < Most /\ used' = used + 1
Reset == used > Most /\ used' = 0
Stay == used = Most /\ UNCHANGED used
Next == Use \/ Reset \/ Stay
Spec == Init /\ [][Next]_used
TypeOK == used \in 0 .. 9
NeverNegative == used >= 0
Capped == used <= Most
====
