---- MODULE IngressTrace2 ----------------------------------------------------
(*
Several events inside the gateway at once.  Claim: no part ever carries another
event's identity, however the handling of events overlaps.

Each event has a handler of its own: an asynchronous function that starts,
waits (for a download, a transcription, a model), and hands over the event's
two parts one after the other in either order, and ends with the second.  While
it waits, other handlers start and run.  Parts wait in an outbox and are
delivered later, in any order, also after their handler has ended.  The gateway
keeps the list of handlers that are running, oldest first, and starts no more
than two (the limit on concurrent runs).  A delivered event is forgotten and
may be sent again.

The property compares the identity that a part carries with the event it was
made of, which the model records and the gateway does not know.

In the implementation the identity travels in the context object that each
handler holds for itself.  Left out: retries of single parts and events
without an id, which IngressTrace has, and duplicates (IngressIdempotency).

Bounds: three events and two running at a time, so that an event can start
while another runs and a third has left parts behind; two parts, so that
something can happen between the one and the other.
*)
EXTENDS Naturals, Sequences

VARIABLES
  running,     \* the events whose handlers run, oldest first
  made,        \* the parts that each event's handler has handed over
  outbox,      \* parts on their way: [event, part, trace]
  delivered    \* parts that have arrived

vars == <<running, made, outbox, delivered>>

Events == {"evt-ann", "evt-bob", "evt-eve"}
Parts == {"text", "photo"}
MaxConcurrent == 2

Running == {running[i] : i \in DOMAIN running}
Messages == [event: Events, part: Parts, trace: Events]

Init ==
  /\ running = <<>>
  /\ made = [e \in Events |-> {}]
  /\ outbox = {}
  /\ delivered = {}

(* What a handler writes on the parts it hands over: its own event. *)
IdentityHeldBy(e) == e

(* What the outbox writes on a part as it leaves: what the part brought. *)
IdentityOnDelivery(m) == m.trace

------------------------------------------------------------------------------
StartHandler(e) ==
  /\ made[e] = {} /\ e \notin Running
  /\ Len(running) < MaxConcurrent
  /\ running' = Append(running, e)
  /\ UNCHANGED <<made, outbox, delivered>>

HandOver(e, part) ==
  /\ e \in Running /\ part \notin made[e]
  /\ made' = [made EXCEPT ![e] = @ \cup {part}]
  /\ outbox' = outbox \cup {[event |-> e, part |-> part, trace |-> IdentityHeldBy(e)]}
  /\ running' = IF made'[e] = Parts THEN SelectSeq(running, LAMBDA other : other # e) ELSE running
  /\ UNCHANGED delivered

Deliver ==
  \E m \in outbox :
    /\ outbox' = outbox \ {m}
    /\ delivered' = delivered \cup {[m EXCEPT !.trace = IdentityOnDelivery(m)]}
    /\ UNCHANGED <<running, made>>

(* The event is done with; the next one may have its place. *)
Forget(e) ==
  /\ {m.part : m \in {d \in delivered : d.event = e}} = Parts
  /\ made' = [made EXCEPT ![e] = {}]
  /\ delivered' = {m \in delivered : m.event # e}
  /\ UNCHANGED <<running, outbox>>

Next ==
  \/ \E e \in Events : StartHandler(e) \/ Forget(e)
  \/ \E e \in Events, part \in Parts : HandOver(e, part)
  \/ Deliver

Spec == Init /\ [][Next]_vars

---- \* The claim
NoForeignIdentity ==
  \A m \in outbox \cup delivered : m.trace = m.event

(* Every part is on its way or there, once, until its event is forgotten. *)
NoPartLost ==
  \A e \in Events :
    /\ made[e] = {m.part : m \in {x \in outbox \cup delivered : x.event = e}}
    /\ \A m \in outbox, d \in delivered : <<m.event, m.part>> # <<d.event, d.part>>

---- \* What keeps the model honest
TypeOK ==
  /\ running \in Seq(Events)
  /\ made \in [Events -> SUBSET Parts]
  /\ outbox \subseteq Messages /\ delivered \subseteq Messages

LimitKept ==
  Len(running) <= MaxConcurrent /\ \A i, j \in DOMAIN running : running[i] = running[j] => i = j

(* A handler makes parts only while it runs, and runs only while it has some to make. *)
HandlersOnly ==
  \A e \in Events :
    /\ made[e] \notin {{}, Parts} => e \in Running
    /\ made[e] = Parts => e \notin Running

(* Nothing is held back, so events overlap in every way: while there is room any  *)
(* event may start, a running handler hands over any part that it still has, and  *)
(* any part on its way may be the next to arrive.                                 *)
EventsMayOverlap ==
  \A e \in Events :
    /\ e \notin Running /\ made[e] = {} /\ Len(running) < MaxConcurrent =>
         ENABLED (Next /\ running' = Append(running, e))
    /\ e \in Running => \A p \in Parts \ made[e] : ENABLED (Next /\ p \in made'[e])
    /\ (\A p \in Parts : \E m \in delivered : m.event = e /\ m.part = p) =>
         ENABLED (Next /\ made'[e] = {})

AnyPartMayArrive == \A m \in outbox : ENABLED (Next /\ m \notin outbox')

\* Witnesses
Interleaved ==
  /\ Len(running) = 2 /\ \E a, b \in Events : a # b /\ made[a] = {"text"} /\ made[b] = {"photo"}
LatePart ==
  \E m \in outbox : m.event \notin Running /\ Len(running) = 2
AllDelivered == \A e \in Events, p \in Parts : [event |-> e, part |-> p, trace |-> e] \in delivered
==============================================================================
