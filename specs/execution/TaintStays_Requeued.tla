---- MODULE TaintStays_Requeued ----------------------------------------------
(*
Bug: the mark is a property of the turn, and a message that is put back into the
queue is stored as text alone. The next turn takes the stranger's words for those of
the owner.
*)
EXTENDS TaintStays

CarriesUnlessQueued(from, to) == to # "queue" /\ holds[from].marked
==============================================================================
