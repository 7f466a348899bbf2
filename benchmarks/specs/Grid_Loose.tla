---- MODULE Grid_Loose ----
EXTENDS Grid
TooFar == x' = x + 1 /\ UNCHANGED <<y, z>>
====
