---- MODULE PairingRows ------------------------------------------------------
(*
The rows (pending requests) of a pairing store and how they grow old: shared by
the models of this group that have time in them.

Time is kept as the age of each row (BoundedAge), which stops at TTL + 1: that
reads "older than TTL, however much". The rule is the implementation's (isExpired):
a row is expired when its age is greater than TTL, and still live when it is exactly
TTL. createdAt and lastSeenAt of a row are thus fields "age" and, where a model needs
it, "seen".

An expired row stays in the file until some operation prunes it.
*)
EXTENDS BoundedAge, FiniteSets

CONSTANT TTL

Ages == 0 .. TTL + 1

Older(age) == OlderUpTo(TTL + 1, age)

Expired(row) == row.age > TTL

\* pruneExpiredRequests
Live(rows) == {row \in rows : ~Expired(row)}

\* What a step of time must make of a row: it is one older, or as expired as it was.
OneOlder(old, new) == IsOneOlder(TTL + 1, old.age, new.age)
==============================================================================
