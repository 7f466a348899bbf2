---- MODULE Seats ------------------------------------------------------------
(*
A room with Cap seats, and guests who reserve at the same time.  Claim: no more
guests have a seat than the room has seats.

A guest asks, counts the seats that are taken, and takes one or is refused.  The
guests take turns: nobody counts while another one is between the count and its
end.  Whoever was refused may ask again.

Left out: other rooms, which have seats and turns of their own, and that guests
leave, which only makes room.

Bounds: one guest more than there are seats, because no fewer can be too many.
*)
EXTENDS Naturals, FiniteSets

CONSTANTS Guests, Cap

VARIABLES
  seated,  \* the guests who have a seat
  pc       \* how far each guest is

vars == <<seated, pc>>

Init == seated = {} /\ pc = [g \in Guests |-> "away"]

IsAtIt(g) == pc[g] \in {"saw a seat", "saw no seat"}

\* Nobody counts while another guest is between the count and its end.
MayCount == \A g \in Guests : ~IsAtIt(g)

Ask(g) ==
  /\ pc[g] \in {"away", "refused"}
  /\ pc' = [pc EXCEPT ![g] = "asks"]
  /\ UNCHANGED seated

Count(g) ==
  /\ pc[g] = "asks"
  /\ MayCount
  /\ pc' = [pc EXCEPT ![g] = IF Cardinality(seated) < Cap THEN "saw a seat" ELSE "saw no seat"]
  /\ UNCHANGED seated

Seat(g) ==
  /\ pc[g] = "saw a seat"
  /\ pc' = [pc EXCEPT ![g] = "has a seat"]
  /\ seated' = seated \cup {g}

Refuse(g) ==
  /\ pc[g] = "saw no seat"
  /\ pc' = [pc EXCEPT ![g] = "refused"]
  /\ UNCHANGED seated

Next == \E g \in Guests : Ask(g) \/ Count(g) \/ Seat(g) \/ Refuse(g)

Spec == Init /\ [][Next]_vars

------------------------------------------------------------------------------
TypeOK ==
  /\ seated \subseteq Guests
  /\ pc \in [Guests -> {"away", "asks", "saw a seat", "saw no seat", "has a seat", "refused"}]

WithinCap == Cardinality(seated) <= Cap

\* Witnesses
Contended ==
  /\ Cardinality(seated) = Cap - 1
  /\ \E g, h \in Guests : pc[g] = "saw a seat" /\ pc[h] = "asks"
Full == Cardinality(seated) = Cap /\ \E g \in Guests : pc[g] = "refused"

==============================================================================
