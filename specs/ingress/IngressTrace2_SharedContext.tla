---- MODULE IngressTrace2_SharedContext --------------------------------------
(*
The event's identity lies in one variable, the current event, that each
handler sets when it starts and reads when it hands over a part.  A handler
that waited reads the identity of whichever event started last.
*)
EXTENDS IngressTrace2

CurrentEvent(e) == running[Len(running)]

==============================================================================
