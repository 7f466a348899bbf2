---- MODULE Lockout_NeverLocks -----------------------------------------------
(* The lock opens for the right PIN however many wrong ones came before. *)
EXTENDS Lockout

NeverLocked == FALSE

==============================================================================
