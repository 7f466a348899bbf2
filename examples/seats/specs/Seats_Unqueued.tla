---- MODULE Seats_Unqueued ---------------------------------------------------
(* A guest counts the seats while another one is about to take the last. *)
EXTENDS Seats

MayAlwaysCount == TRUE

==============================================================================
