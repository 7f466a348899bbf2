---- MODULE Pairing_UnreadableIsEmpty ----------------------------------------
(*
Fault: an allow list that cannot be read, because it is damaged or not accessible
just now, is taken for an empty one. The next approval writes a list with its own
sender only, and everybody else has to be paired again. True of 2026.1.29.
*)
EXTENDS Pairing

ReadOrNothing == {allowFrom, {}}
==============================================================================
