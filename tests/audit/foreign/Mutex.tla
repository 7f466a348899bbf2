---- MODULE Mutex ----
EXTENDS Naturals, TLC
CONSTANT N

(* --algorithm mutex
variables sem = 1;
define
  Exclusive == \A i, j \in 1 .. N : i # j => ~(pc[i] = "cs" /\ pc[j] = "cs")
end define;
fair process proc \in 1 .. N
begin
  try:
    while TRUE do
      await sem = 1;
      sem := 0;
  cs: skip;
  out: sem := 1;
    end while;
end process;
end algorithm; *)
\* BEGIN TRANSLATION
VARIABLES sem, pc

(* define statement *)
Exclusive == \A i, j \in 1 .. N : i # j => ~(pc[i] = "cs" /\ pc[j] = "cs")


vars == << sem, pc >>

ProcSet == (1 .. N)

Init == (* Global variables *)
        /\ sem = 1
        /\ pc = [self \in ProcSet |-> "try"]

try(self) == /\ pc[self] = "try"
             /\ sem = 1
             /\ sem' = 0
             /\ pc' = [pc EXCEPT ![self] = "cs"]

cs(self) == /\ pc[self] = "cs"
            /\ TRUE
            /\ pc' = [pc EXCEPT ![self] = "out"]
            /\ sem' = sem

out(self) == /\ pc[self] = "out"
             /\ sem' = 1
             /\ pc' = [pc EXCEPT ![self] = "try"]

proc(self) == try(self) \/ cs(self) \/ out(self)

Next == (\E self \in 1 .. N: proc(self))

Spec == /\ Init /\ [][Next]_vars
        /\ \A self \in 1 .. N : WF_vars(proc(self))

\* END TRANSLATION
====
