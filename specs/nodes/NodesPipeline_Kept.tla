---- MODULE NodesPipeline_Kept -----------------------------------------------
(*
Bug: an allow-once is cleared away when its request is refused, and not when it
has run. The same command line runs again, as often as the caller likes, on a
yes that was given for one run. Upstream consumed an allow-once too late for
some weeks.
*)
EXTENDS NodesPipeline

KeptAfterRun(r) == IF Ran(r) THEN approval[r] ELSE "none"
==============================================================================
