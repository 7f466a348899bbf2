---- MODULE TaintStays_ReportTrusted -----------------------------------------
(*
Bug: the report of a sub-agent counts as the result of a tool of one's own. The
sub-agent reads the page, and the turn that has sent it does what the page says.
*)
EXTENDS TaintStays

CarriesUnlessReported(from, to) == from # "sub-agent" /\ holds[from].marked
==============================================================================
