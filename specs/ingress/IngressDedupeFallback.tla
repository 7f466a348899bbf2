---- MODULE IngressDedupeFallback --------------------------------------------
(*
The key under which an event is deduplicated.  Claim: an event without a
provider's id falls back to a safe key: its retries are dropped, and distinct
events are not.

A provider's id (MessageSid) is unique only in its place, an account and a
thread, so the key is made of all three (buildInboundDedupeKey in
auto-reply/reply/inbound-dedupe.js).  An event without an id falls back to the
trace that the transport gives each event and repeats in each of its retries.
The provider delivers each event any number of times, in any order, and what
identifies the event may be encoded in another way in each copy (padding, case,
blanks); a copy whose key was seen is dropped, any other is processed.

Every pair of events is an initial state: each with or without an account, a
thread and an id, with one of two texts.  Two events may have the same id in
different places, and the same text anywhere.  Two of the same place with the
same id are one event, which the transport brings under two traces, as after a
reconnect: there the id decides, and one of them is processed.

The code departs twice.  Without an id it makes no key at all and lets every
copy in.  And it joins the parts without the blank ones, so different triples
can give one key.  Each is a red model.  The code's other parts of the key,
channel, session and peer, are like the account and left out; so are age and
number of the keys (IngressIdempotency).

Bounds: two events, because a wrong key confuses one event with one other; two
values for each part, one of them blank, because blanks are what goes wrong,
and one more id, so that two events of one place may have different ones.
*)
EXTENDS Sequences, Naturals

VARIABLES
  event,     \* what the provider has to deliver: the two events
  seen,      \* the keys in the cache
  runs,      \* how often each event was processed
  dropped    \* the events of which a copy was dropped

vars == <<event, seen, runs, dropped>>

Names == {"first", "second"}
Blank == ""

Event ==
  [account: {Blank, "7"}, thread: {Blank, "7"}, sid: {Blank, "42", "43"}, text: {"ok", "pay"}]

Place(e) == <<event[e].account, event[e].thread>>

Init ==
  /\ event \in [Names -> Event]
  /\ seen = {}
  /\ runs = [e \in Names |-> 0]
  /\ dropped = {}

------------------------------------------------------------------------------
(* The transport's trace of an event: new for each event, kept in its retries. *)
Trace(e) == e

Spellings == {"as sent", "encoded otherwise"}

(* A text as it stands in a key: however a copy spells it, it is the same. *)
InKey(text, spelling) == text

(* Keys are sets of at most one key; the empty set is the code's missing key. *)
ProviderKey(e, spelling) == {<<"sid">> \o Place(e) \o <<InKey(event[e].sid, spelling)>>}
FallbackKey(e, spelling) == {<<"trace", InKey(Trace(e), spelling)>>}

Key(e, spelling) ==
  IF event[e].sid = Blank THEN FallbackKey(e, spelling) ELSE ProviderKey(e, spelling)
IsDuplicate(e, spelling) == Key(e, spelling) \cap seen # {}

Process(e, spelling) ==
  /\ ~IsDuplicate(e, spelling)
  /\ seen' = seen \cup Key(e, spelling)
  /\ runs' = [runs EXCEPT ![e] = @ + 1]
  /\ UNCHANGED <<event, dropped>>

Drop(e, spelling) ==
  /\ IsDuplicate(e, spelling)
  /\ dropped' = dropped \cup {e}
  /\ UNCHANGED <<event, seen, runs>>

Next == \E e \in Names, spelling \in Spellings : Process(e, spelling) \/ Drop(e, spelling)

Spec == Init /\ [][Next]_vars

(* What the provider means by one event: the id tells, wherever there is one. *)
SameEvent(a, b) ==
  \/ a = b
  \/ event[a].sid # Blank /\ event[a].sid = event[b].sid /\ Place(a) = Place(b)

---- \* The claim
RetriesDropped ==
  \A a, b \in Names : SameEvent(a, b) => runs[a] + (IF a = b THEN 0 ELSE runs[b]) <= 1

DistinctKept == \A e \in dropped : \E same \in Names : SameEvent(e, same) /\ runs[same] > 0

---- \* What keeps the model honest
TypeOK ==
  /\ event \in [Names -> Event]
  /\ \A key \in seen : key \in Seq(STRING)
  /\ runs \in [Names -> 0 .. 2]
  /\ dropped \subseteq Names

(* The provider is never held back, and each copy is either run or dropped. *)
EveryCopyIsTaken ==
  \A e \in Names :
    \/ ENABLED (Next /\ runs'[e] = runs[e] + 1)
    \/ /\ runs["first"] + runs["second"] > 0
       /\ ENABLED (Next /\ dropped' = dropped \cup {e} /\ runs' = runs)

EventsAreFixed == [][UNCHANGED event]_vars

(* What was done to an event is never taken back. *)
NothingIsUndone == [][dropped \subseteq dropped' /\ \A e \in Names : runs'[e] >= runs[e]]_vars

\* Witnesses
BothKinds ==
  /\ dropped = Names /\ event["first"].sid = Blank /\ event["second"].sid = "42"
  /\ \A e \in Names : runs[e] = 1
SameTextTwice ==
  /\ event["first"] = event["second"] /\ \A e \in Names : runs[e] = 1
SameIdTwice ==
  /\ SameEvent("first", "second") /\ dropped = {"second"} /\ runs["second"] = 0
SameIdElsewhere ==
  /\ event["first"].sid = "42" /\ event["second"].sid = "42" /\ \A e \in Names : runs[e] = 1
==============================================================================
