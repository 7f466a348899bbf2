---- MODULE Door_Tailgate ----
EXTENDS Door

MayEnterBehindSomebody(person) == ~locked
====
