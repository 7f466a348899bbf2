---- MODULE DedupeCache ------------------------------------------------------
(*
The rules of createDedupeCache (infra/dedupe.js), on a cache that maps each key
it holds to the key's age.  The real one keeps the time of the latest copy and
the keys in the order of those times, which is the same thing.

A key counts while it is younger than TTL.  Whenever a key is added the oldest
goes if there are more than MaxKeys.  The code also takes out every key older
than TTL then; that is left out, because such a key does not count and is among
the oldest anyway.  Ages stop at TTL, beyond which they make no difference.
*)
EXTENDS BoundedAge, FiniteSets

CONSTANTS MaxKeys, TTL

Empty == [k \in {} |-> 0]

Counts(cache, key) == key \in DOMAIN cache /\ cache[key] < TTL

Touched(cache, key) == [k \in DOMAIN cache \cup {key} |-> IF k = key THEN 0 ELSE cache[k]]

Without(cache, key) == [k \in DOMAIN cache \ {key} |-> cache[k]]

Older(cache) == [k \in DOMAIN cache |-> OlderUpTo(TTL, cache[k])]

(* The caches that pruning may leave: of several oldest keys, any may go. *)
Pruned(cache) ==
  LET oldest == {k \in DOMAIN cache : \A other \in DOMAIN cache : cache[k] >= cache[other]}
  IN  IF Cardinality(DOMAIN cache) <= MaxKeys THEN {cache}
      ELSE {Without(cache, k) : k \in oldest}

==============================================================================
