---- MODULE Invite_Unlocked --------------------------------------------------
(* A user looks whether the code is free while another one is about to use it. *)
EXTENDS Invite

MayAlwaysLook == TRUE

==============================================================================
