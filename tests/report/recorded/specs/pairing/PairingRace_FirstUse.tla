---- MODULE PairingRace_FirstUse ---------------------------------------------
(*
Fault: a missing file is looked for and created before the lock is taken, as
withFileLock does in the published 2026.1.x releases (the lock library wants the
file to exist). Two processes see that it is missing; one creates it, takes the
lock, adds a row and replies; then the other, late, creates it again, empty.
*)
EXTENDS PairingRace

ProgramCreatingFirst(p) == <<"look", "create", "lock", "read", "write", "reply">>
==============================================================================
