---- MODULE PairingRace_Unlocked ---------------------------------------------
(*
Fault: no operation takes the lock. Two handlers read the store before either
writes, both see a free place, and both take it. With a table that takes single
rows the cap is exceeded: the classic check-then-insert without a transaction.
*)
EXTENDS PairingRace

ProgramWithoutLock(p) == <<"look", "create", "read", "write", "reply">>
==============================================================================
