---- MODULE IngressTrace_GivesUp ---------------------------------------------
(*
A part that failed is never put back into the queue: the event stays half
handled for ever, and its other parts look as if they were all of it.
*)
EXTENDS IngressTrace

StaysFailed == "failed"

==============================================================================
