---- MODULE Lockout ----------------------------------------------------------
(*
A lock with a PIN.  Claim: after Limit wrong PINs in a row it opens for no PIN
until its owner resets it.

Whoever stands before it enters the right PIN or a wrong one, as often as they
like, and the owner resets it at any time.  Left out: which wrong PIN it was,
and how long anything takes.

Bounds: none; the lock counts no further than Limit.
*)
EXTENDS Naturals

CONSTANT Limit

VARIABLES
  failures,  \* wrong PINs since the lock was last opened or reset
  pin,       \* what was entered last
  answer     \* what the lock said to it

vars == <<failures, pin, answer>>

Init == failures = 0 /\ pin = "none" /\ answer = "none"

IsLocked == failures >= Limit

Enter(p) ==
  /\ pin' = p
  /\ IF IsLocked THEN answer' = "locked" /\ UNCHANGED failures
     ELSE IF p = "right" THEN answer' = "open" /\ failures' = 0
     ELSE answer' = "refused" /\ failures' = failures + 1

Reset == failures' = 0 /\ pin' = "none" /\ answer' = "none"

Next == Reset \/ \E p \in {"right", "wrong"} : Enter(p)

Spec == Init /\ [][Next]_vars

------------------------------------------------------------------------------
TypeOK ==
  /\ failures \in Nat
  /\ pin \in {"none", "right", "wrong"}
  /\ answer \in {"none", "open", "refused", "locked"}

(* Whoever gets in has not just failed Limit times. *)
StaysShut == [][answer' = "open" => failures < Limit]_vars

\* Witnesses
OpenAfterFailures == answer = "refused" /\ failures = Limit - 1
Locked == pin = "right" /\ answer = "locked"

==============================================================================
