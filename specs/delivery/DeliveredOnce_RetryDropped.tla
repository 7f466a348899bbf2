---- MODULE DeliveredOnce_RetryDropped ---------------------------------------
(*
Bug: the inner queue drops a reply because its event has been tried before, not
because the reply is there. The first run failed before it had written anything,
the retry counts as a duplicate, and the outer queue is content. This is the shape
of the issues 115888 and 139341.
*)
EXTENDS DeliveredOnce

IsKnownAttempt == row # "none" \/ attempts = 2
==============================================================================
