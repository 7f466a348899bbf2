---- MODULE StoresLoseNothing_LockAfterRead ----------------------------------
(*
Bug: the file is read before the lock is taken, and written under the lock. What the
other writer has written in between is gone. This is the shape of the issues 124394
and 130784.
*)
EXTENDS StoresLoseNothing

ReadUnlocked(w) == TRUE
==============================================================================
