---- MODULE PairingRows ------------------------------------------------------
(*
The rows (pending requests) of a pairing store and how they grow old: shared by
the models of this group that have time in them.

Time is kept as the age of each row, not as a clock with time stamps: an age
beyond TTL + 1 says no more than TTL + 1 does, so time may pass for ever and the
state graph still closes. TTL + 1 therefore reads "older than TTL, however much".
The rule is the implementation's (isExpired): a row is expired when its age is
greater than TTL, and still live when it is exactly TTL. createdAt and lastSeenAt
of a row are thus fields "age" and, where a model needs it, "seen".

An expired row stays in the file until some operation prunes it.
*)
EXTENDS Naturals, FiniteSets

CONSTANT TTL

Ages == 0 .. TTL + 1

Older(age) == IF age > TTL THEN age ELSE age + 1

Expired(row) == row.age > TTL

\* pruneExpiredRequests
Live(rows) == {row \in rows : ~Expired(row)}

\* What a step of time must make of a row: it is one older, or as expired as it was.
OneOlder(old, new) ==
    IF old.age > TTL THEN new.age > TTL ELSE new.age = old.age + 1
==============================================================================
