---- MODULE Courier ----
EXTENDS Naturals, Channel
VARIABLE got
Init == wire = <<>> /\ got = 0
Send == Len(wire) < 2 /\ got + Len(wire) < 4 /\ Put("parcel") /\ UNCHANGED got
Receive == Take /\ got' = got + 1
Next == Send \/ Receive
Spec == Init /\ [][Next]_<<wire, got>>
Inv == got + Len(wire) <= 4
====
