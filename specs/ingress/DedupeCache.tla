---- MODULE DedupeCache ------------------------------------------------------
(*
The rules of createDedupeCache (infra/dedupe.js), on a cache that maps each key
it holds to the key's age.  The real one keeps the time of the latest copy and
the keys in the order of those times, which is the same thing.

A key counts while it is younger than TTL.  Pruning takes out what is older
than TTL and then, while there are more than MaxKeys, the oldest; a key of
just that age is therefore kept but does not count.  Ages stop at TTL + 1.
*)
EXTENDS Naturals, FiniteSets

CONSTANTS MaxKeys, TTL

Empty == [k \in {} |-> 0]

Counts(cache, key) == key \in DOMAIN cache /\ cache[key] < TTL

Touched(cache, key) == [k \in DOMAIN cache \cup {key} |-> IF k = key THEN 0 ELSE cache[k]]

Without(cache, keys) == [k \in DOMAIN cache \ keys |-> cache[k]]

Older(cache) == [k \in DOMAIN cache |-> IF cache[k] <= TTL THEN cache[k] + 1 ELSE cache[k]]

(* The caches that pruning may leave: of several oldest keys, any may go.  One *)
(* is enough, because a cache is pruned whenever a key is added to it.         *)
Pruned(cache) ==
  LET young == Without(cache, {k \in DOMAIN cache : cache[k] > TTL})
      oldest == {k \in DOMAIN young : \A other \in DOMAIN young : young[k] >= young[other]}
  IN  IF Cardinality(DOMAIN young) <= MaxKeys THEN {young}
      ELSE {Without(young, {k}) : k \in oldest}

==============================================================================
