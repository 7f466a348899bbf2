---- MODULE Hostile_Loud ----
EXTENDS Hostile

Four == 4
====
