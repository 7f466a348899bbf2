---- MODULE TaintStays_SummaryLaunders ---------------------------------------
(*
Bug: a summary counts as the agent's own words. What a page has asked for is in the
summary, without the mark, and the session goes on with it.
*)
EXTENDS TaintStays

CarriesUnlessSummed(from, to) == to # "summary" /\ holds[from].marked
==============================================================================
