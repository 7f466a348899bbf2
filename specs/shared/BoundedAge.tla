---- MODULE BoundedAge -------------------------------------------------------
(*
Time as the age of things, for models whose graph of states must close.

Whatever has a limit in time is compared with that limit by its age and with
nothing else. A clock with time stamps would go on for ever; an age may stop at
the first value that counts as too old, because all later ones are alike. Each
model says by its limit which value that is ("last").
*)
EXTENDS Naturals

\* One tick later.
OlderUpTo(last, age) == IF age < last THEN age + 1 ELSE age

----
\* Is this what a tick must make of an age? In the words of the properties.
IsOneOlder(last, old, new) == IF old < last THEN new = old + 1 ELSE new >= last
==============================================================================
