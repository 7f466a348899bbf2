---- MODULE Counter_Big ----
EXTENDS Counter
BigNext == x' = x + 20 /\ x < 9
====
