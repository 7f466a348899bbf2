---- MODULE Charge -----------------------------------------------------------
(*
A client asks for a payment, and asks again if the answer is lost.  With
Remembers, the server keeps the key of the request and charges once for it.
*)
EXTENDS Naturals

CONSTANTS MaxTries, Remembers

VARIABLES
  tries,     \* requests that the client has sent
  waiting,   \* those that the server has not handled
  charges,   \* how often the server has charged
  answered   \* whether the client has an answer

vars == <<tries, waiting, charges, answered>>

Init == tries = 0 /\ waiting = 0 /\ charges = 0 /\ answered = FALSE

Ask ==
  /\ tries < MaxTries /\ ~answered
  /\ tries' = tries + 1
  /\ waiting' = waiting + 1
  /\ UNCHANGED <<charges, answered>>

Handle ==
  /\ waiting > 0
  /\ waiting' = waiting - 1
  /\ charges' = IF Remembers /\ charges > 0 THEN charges ELSE charges + 1
  /\ answered' \in {answered, TRUE}  \* the answer may be lost
  /\ UNCHANGED tries

Rest == waiting = 0 /\ (answered \/ tries = MaxTries) /\ UNCHANGED vars

Next == Ask \/ Handle \/ Rest

Spec == Init /\ [][Next]_vars

------------------------------------------------------------------------------
TypeOK ==
  /\ tries \in 0..MaxTries
  /\ waiting \in 0..MaxTries
  /\ charges \in 0..MaxTries
  /\ answered \in BOOLEAN

ChargedOnce == charges <= 1

==============================================================================
