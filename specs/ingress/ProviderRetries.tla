---- MODULE ProviderRetries --------------------------------------------------
(*
A provider that sends each event again until it is acknowledged, and the dedupe
cache that its copies are looked up in.  Shared part of IngressIdempotency.

Time is counted in half windows: TTL = 2 and a retry comes before its key is that
old.  The load bound says how many events fit in a window (5,000 in 20 minutes in
the code).  A key that is too old is forgotten by everybody, and its event then
stands for a new one.  Ages beyond TTL make no difference.
*)
EXTENDS DedupeCache

CONSTANT Events

VARIABLES
  sent,      \* for each event: "not yet", "open" (to be retried), "acknowledged"
  waited,    \* time since an open event's latest copy
  cache      \* key -> age, for the keys the cache holds

Live(e) == Counts(cache, e)

(* The load: no more events at a time than the cache can hold for a window. *)
Loaded == {e \in Events : sent[e] = "open" \/ Live(e)}
RoomForOneMore == Cardinality(Loaded) < MaxKeys

Attempt(e) ==
  /\ \/ sent[e] = "not yet" /\ RoomForOneMore
     \/ sent[e] = "open"
  /\ sent' = [sent EXCEPT ![e] = "open"]
  /\ waited' = [waited EXCEPT ![e] = 0]

(* The provider never lets a window pass between two copies of an open event. *)
TimeInRetries ==
  /\ \A e \in Events : sent[e] = "open" => waited[e] + 1 < TTL
  /\ waited' = [e \in Events |-> IF sent[e] = "open" THEN waited[e] + 1 ELSE 0]
  /\ cache' = Older(cache)

------------------------------------------------------------------------------
InTheWindow == {e \in Events : sent[e] = "open" \/ (e \in DOMAIN cache /\ cache[e] < TTL)}

(* Only an event that is to be retried is waited for. *)
NoOtherIsWaitedFor == \A e \in Events : sent[e] # "open" => waited[e] = 0
==============================================================================
