---- MODULE Pairing_ListExpired ----------------------------------------------
(*
Fault: the listing shows the rows it read, and prunes only what it writes back.
The owner is offered a request that has expired.
*)
EXTENDS Pairing

ListedUnpruned == rows
==============================================================================
