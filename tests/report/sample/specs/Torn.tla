---- MODULE Torn ----
(* A slip of the pen: SANY refuses line 7. *)
VARIABLE page

Whole == TRUE
Init == page = 1
Turn == page' = = 2
Spec == Init /\ [][Turn]_page

Readable == Whole
====
