---- MODULE Invite -----------------------------------------------------------
(*
An invite code, and users who redeem it at the same time.  Claim: the code opens
one account and no second.

A user asks, looks whether the code is free, and opens an account or is refused.
Only one user at a time is between the look and its end; the others wait.
Whoever was refused may ask again.

Left out: other codes, which have nothing to do with this one, and how the lock
is taken, which is one step with the look.

Bounds: three users, one more than are needed for two to meet.
*)
EXTENDS Naturals, FiniteSets

CONSTANT Users

VARIABLES
  free,  \* whether the code has opened no account
  pc     \* how far each user is

vars == <<free, pc>>

Init == free = TRUE /\ pc = [u \in Users |-> "away"]

IsInside(u) == pc[u] \in {"saw it free", "saw it used"}

\* Nobody looks while another user is between the look and its end.
MayLook == \A u \in Users : ~IsInside(u)

Ask(u) ==
  /\ pc[u] \in {"away", "refused"}
  /\ pc' = [pc EXCEPT ![u] = "asks"]
  /\ UNCHANGED free

Look(u) ==
  /\ pc[u] = "asks"
  /\ MayLook
  /\ pc' = [pc EXCEPT ![u] = IF free THEN "saw it free" ELSE "saw it used"]
  /\ UNCHANGED free

Open(u) ==
  /\ pc[u] = "saw it free"
  /\ pc' = [pc EXCEPT ![u] = "has an account"]
  /\ free' = FALSE

Refuse(u) ==
  /\ pc[u] = "saw it used"
  /\ pc' = [pc EXCEPT ![u] = "refused"]
  /\ UNCHANGED free

Next == \E u \in Users : Ask(u) \/ Look(u) \/ Open(u) \/ Refuse(u)

Spec == Init /\ [][Next]_vars

------------------------------------------------------------------------------
TypeOK ==
  /\ free \in BOOLEAN
  /\ pc \in [Users -> {"away", "asks", "saw it free", "saw it used", "has an account", "refused"}]

OneAccount == Cardinality({u \in Users : pc[u] = "has an account"}) <= 1

\* Witnesses
Contended == \E u, v \in Users : pc[u] = "saw it free" /\ pc[v] = "asks"
TooLate == \E u \in Users : pc[u] = "refused"

==============================================================================
