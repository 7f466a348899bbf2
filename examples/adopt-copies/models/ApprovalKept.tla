---- MODULE ApprovalKept -----------------------------------------------------
(*
A release needs the approval of a second person.  Whoever pushes another commit
keeps the approvals that the release had: the fault.
*)
EXTENDS FiniteSets

CONSTANTS People

VARIABLES author, approvals, released

vars == <<author, approvals, released>>

Init == author \in People /\ approvals = {} /\ released = FALSE

Push(p) ==
  /\ ~released
  /\ author' = p
  /\ UNCHANGED <<approvals, released>>

Approve(p) ==
  /\ ~released
  /\ p # author
  /\ approvals' = approvals \cup {p}
  /\ UNCHANGED <<author, released>>

Release ==
  /\ approvals # {}
  /\ released' = TRUE
  /\ UNCHANGED <<author, approvals>>

Next == Release \/ \E p \in People : Push(p) \/ Approve(p)

Spec == Init /\ [][Next]_vars

------------------------------------------------------------------------------
TypeOK == author \in People /\ approvals \subseteq People /\ released \in BOOLEAN

SecondPerson == released => \E p \in approvals : p # author

==============================================================================
