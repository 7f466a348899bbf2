---- MODULE Channel ----
EXTENDS Sequences
VARIABLE wire
Empty == wire = <<>>
Put(m) == wire' = Append(wire, m)
Take == ~Empty /\ wire' = Tail(wire)
====
