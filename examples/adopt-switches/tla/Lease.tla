---- MODULE Lease ------------------------------------------------------------
(*
Workers take turns at writing to a store.  A worker takes the lease, and the
lease runs out without a message, so an old holder may write late.  Each lease
has a number, larger than those before it.  With Fenced, the store refuses a
write whose number is smaller than one that it has seen.
*)
EXTENDS Naturals

CONSTANTS Workers, MaxNumber, Fenced

VARIABLES
  number,   \* the number of the newest lease
  held,     \* the number that each worker believes in; 0 for none
  seen,     \* the largest number that the store has seen
  written   \* the number of the last write that the store took

vars == <<number, held, seen, written>>

Init ==
  /\ number = 0
  /\ held = [w \in Workers |-> 0]
  /\ seen = 0
  /\ written = 0

Take(w) ==
  /\ number < MaxNumber
  /\ number' = number + 1
  /\ held' = [held EXCEPT ![w] = number + 1]
  /\ UNCHANGED <<seen, written>>

Write(w) ==
  /\ held[w] > 0
  /\ Fenced => held[w] >= seen
  /\ seen' = IF held[w] > seen THEN held[w] ELSE seen
  /\ written' = held[w]
  /\ UNCHANGED <<number, held>>

Next == \E w \in Workers : Take(w) \/ Write(w)

Spec == Init /\ [][Next]_vars

------------------------------------------------------------------------------
TypeOK ==
  /\ number \in 0..MaxNumber
  /\ held \in [Workers -> 0..MaxNumber]
  /\ seen \in 0..MaxNumber
  /\ written \in 0..MaxNumber

NewestWriteStays == written = seen

NeverTwoHolders == \A v, w \in Workers : held[v] > 0 /\ held[w] > 0 => v = w

==============================================================================
