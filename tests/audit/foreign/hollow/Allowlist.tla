---- MODULE Allowlist ----
EXTENDS Naturals
CONSTANTS Users, Allowed
VARIABLE done
Init == done = FALSE
Next == UNCHANGED done
Spec == Init /\ [][Next]_done
OnlyAllowed == \A u \in Users : u \in Allowed => u \in Users
====
