---- MODULE Countdown ----
EXTENDS Naturals

(* --algorithm countdown
variable left = 3;
begin
  Loop: while left > 0 do
    left := left - 1;
  end while;
end algorithm; *)
\* BEGIN TRANSLATION - the hash of the PCal code: PCal-0dd98bc617ff5be5481ef0af48b62f6a
VARIABLES left, pc

vars == << left, pc >>

Init == (* Global variables *)
        /\ left = 3
        /\ pc = "Loop"

Loop == /\ pc = "Loop"
        /\ IF left > 0
              THEN /\ left' = left - 1
                   /\ pc' = "Loop"
              ELSE /\ pc' = "Done"
                   /\ left' = left

(* Allow infinite stuttering to prevent deadlock on termination. *)
Terminating == pc = "Done" /\ UNCHANGED vars

Next == Loop
           \/ Terminating

Spec == /\ Init /\ [][Next]_vars
        /\ WF_vars(Next)

Termination == <>(pc = "Done")

\* END TRANSLATION
====
