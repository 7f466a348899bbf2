---- MODULE StoredFile -------------------------------------------------------
(*
The file of StoresLoseNothing, its two writers, and what somebody does to it by hand:
a mistake makes it unreadable, and a repair brings back what was in it.

The writers' variables are declared here too, because a file is edited by hand only
while no writer is at it.
*)
VARIABLES
    protocol,   \* "lock" or "compare"; never changes
    had,        \* was there a file with an entry at first? Never changes
    file,       \* the file: is it there, can it be read, and what is in it
    lock,       \* who has the lock
    stage,      \* how far each writer is
    seen,       \* the file as each writer has read it
    told        \* the writers whose change was acknowledged

vars == <<protocol, had, file, lock, stage, seen, told>>

Writers == {"the gateway", "the command line"}
Owner == "the owner"
Missing == [is |-> "missing", entries |-> {}]
Whole(entries) == [is |-> "readable", entries |-> entries]

\* An unreadable file that was taken for usable has no entries that could be read.
Entries(found) == IF found.is = "readable" THEN found.entries ELSE {}

\* A writer goes from one stage to the next, and may give up at each.
WayOfAWriter == {<<"idle", "begun">>, <<"begun", "creating">>, <<"begun", "read">>,
    <<"creating", "found">>, <<"found", "read">>, <<"read", "begun">>}
Moved(w, next) == [stage EXCEPT ![w] = next]

----
\* Somebody edits the file by hand, makes a mistake, and mends it.
Damage ==
    /\ file.is = "readable"
    /\ lock = "nobody"
    /\ \A w \in Writers : stage[w] \notin {"creating", "read"}
    /\ file' = [file EXCEPT !.is = "unreadable"]
    /\ UNCHANGED <<protocol, had, lock, stage, seen, told>>

Repair ==
    /\ file.is = "unreadable"
    /\ lock = "nobody"
    /\ file' = [file EXCEPT !.is = "readable"]
    /\ UNCHANGED <<protocol, had, lock, stage, seen, told>>
==============================================================================
