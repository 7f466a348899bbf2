---- MODULE Torn_Half ----
EXTENDS Torn

Half == FALSE
====
