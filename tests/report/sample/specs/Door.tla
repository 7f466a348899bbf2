---- MODULE Door ----
(* A door with a lock, for the samples of the report formats. *)
EXTENDS Naturals, Sequences

CONSTANTS Alice, Mallory

VARIABLES locked, keys, inside, log, last

vars == <<locked, keys, inside, log, last>>
People == {Alice, Mallory}

Init ==
    /\ locked = TRUE
    /\ keys = [person \in People |-> person = Alice]
    /\ inside = {}
    /\ log = <<>>
    /\ last = <<"nothing", 0>>

MayEnter(person) == ~locked /\ keys[person]

Unlock(person) ==
    /\ locked
    /\ keys[person]
    /\ locked' = FALSE
    /\ log' = Append(log, [who |-> person, did |-> "unlock"])
    /\ last' = <<"unlock", Len(log) + 1>>
    /\ UNCHANGED <<keys, inside>>

Enter(person) ==
    /\ person \notin inside
    /\ MayEnter(person)
    /\ inside' = inside \cup {person}
    /\ log' = Append(log, [who |-> person, did |-> "enter"])
    /\ last' = <<"enter", Len(log) + 1>>
    /\ UNCHANGED <<locked, keys>>

Next == \E person \in People : Unlock(person) \/ Enter(person)
Spec == Init /\ [][Next]_vars

OnlyWithKey == \A person \in inside : keys[person]
SomebodyInside == inside # {}
====
