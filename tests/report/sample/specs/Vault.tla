---- MODULE Vault ----
(* Its green model is wrong and its red one too, so that the reports have something to report. *)
EXTENDS Naturals

VARIABLE opened

Most == 3
Init == opened = 0
Open == opened < Most /\ opened' = opened + 1
Spec == Init /\ [][Open]_opened

AtMostOnce == opened < 2
====
