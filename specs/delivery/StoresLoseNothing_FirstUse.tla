---- MODULE StoresLoseNothing_FirstUse ---------------------------------------
(*
Bug: the missing file is looked for, and created, before the lock is taken: over a
file that the other writer has made and filled meanwhile. True of 2026.1.29:
withFileLock in pairing/pairing-store.js calls ensureJsonFile first. This is the
shape of issue 44749.
*)
EXTENDS StoresLoseNothing

LookUnlocked(w) == TRUE
==============================================================================
