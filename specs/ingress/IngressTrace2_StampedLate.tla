---- MODULE IngressTrace2_StampedLate ----------------------------------------
(*
Parts are put into the outbox bare, and the sender stamps each with the event
that is being handled when it leaves.  A part that outlives its handler goes
out under another event's name.
*)
EXTENDS IngressTrace2

StampedByTheSender(m) == IF running = <<>> THEN m.trace ELSE running[1]

==============================================================================
