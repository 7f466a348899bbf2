---- MODULE Upload -----------------------------------------------------------
(*
A file is uploaded, scanned, and published if the scan finds nothing.  The owner
may replace the file until it is published.
*)
EXTENDS Naturals

CONSTANTS
  MaxFiles,   \* how often the owner uploads
  Rescans     \* whether another file is scanned again

VARIABLES
  file,       \* the number of the newest file; 0 for none
  scanned,    \* the number of the file that was scanned last
  published   \* the number of the file that is published; 0 for none

vars == <<file, scanned, published>>

Init == file = 0 /\ scanned = 0 /\ published = 0

Upload == published = 0 /\ file < MaxFiles /\ file' = file + 1 /\ UNCHANGED <<scanned, published>>

Scan == file > scanned /\ scanned' = file /\ UNCHANGED <<file, published>>

Publish ==
  /\ published = 0
  /\ scanned > 0
  /\ Rescans => scanned = file
  /\ published' = file
  /\ UNCHANGED <<file, scanned>>

Serve == published > 0 /\ scanned = file /\ UNCHANGED vars

Next == Upload \/ Scan \/ Publish \/ Serve

Spec == Init /\ [][Next]_vars
Fair == Spec /\ WF_vars(Scan) /\ WF_vars(Publish)
Loose == Spec /\ WF_vars(Publish)

------------------------------------------------------------------------------
TypeOK == file \in 0..MaxFiles /\ scanned \in 0..file /\ published \in 0..file

OnlyScanned == published > 0 => scanned >= published

Published == (file > 0) ~> (published > 0)

==============================================================================
