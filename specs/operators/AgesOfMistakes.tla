---- MODULE AgesOfMistakes ---------------------------------------------------
(*
The latest wrong secrets in one credential field, as a sequence of their ages with
the newest first: what GuessesAreLimited counts, and what it judges by.

Time is counted in half windows, and the lockout lasts three (60 s and 300 s in the
code). MaxAttempts mistakes are kept at most; older ones make no difference.
*)
EXTENDS Naturals, Sequences

CONSTANTS MaxAttempts, Window, Lockout

\* A new mistake in front of the earlier ones that are within a window of it.
Recent(ages) == SelectSeq(ages, LAMBDA age : age < Window)
Latest(ages) == SubSeq(<<0>> \o Recent(ages) \o <<0>>, 1,
    IF Len(Recent(ages)) < MaxAttempts THEN Len(Recent(ages)) + 1 ELSE MaxAttempts)

\* They stand until the newest of them is as old as a lockout is long.
Older(ages) == [i \in DOMAIN ages |-> ages[i] + 1]
Forget(ages) == IF ages # <<>> /\ ages[1] + 1 < Lockout THEN Older(ages) ELSE <<>>

AreAges(seq, limit) == Len(seq) <= MaxAttempts /\ \A i \in DOMAIN seq : seq[i] \in 0..limit - 1
==============================================================================
