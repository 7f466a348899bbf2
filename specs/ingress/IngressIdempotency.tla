---- MODULE IngressIdempotency -----------------------------------------------
(*
A provider's retries.  Claim: the retries of one event are processed at most
once, and at least once if the gateway does not fail for ever.
The provider sends an event and sends it again until it is acknowledged.  Each
copy is looked up in the dedupe cache, which is held in memory: a key that
counts marks a duplicate, and any copy makes the key new again, so the window
slides.  Look-up and mark are one step, as the code runs them.  A copy that is
no duplicate is processed by one of two workers.

Processing may fail and the gateway may crash, which loses the cache, the work
in hand and the count of what this process has done; at some time both stop.
Two rules here are not the code's: a failure takes the key out of the cache,
so that a retry is let in; and the provider is acknowledged only once the event
is processed.  The code keeps the key, and acknowledges as each channel does.

At most once is about one life of the process: a crash loses the cache, so it takes
back the count of an event that was processed and is still open.

Bounds: three events on two places and two workers, so that a cache is full while
one event is processed and another wants in.  Left out: how keys are made
(IngressDedupeFallback); a second layer of deduplication, and a run that fails after
a part of its effect (both are claim delivered-once).
*)
EXTENDS ProviderRetries

CONSTANT Workers

VARIABLES
  busy,      \* the event that each worker processes, or Idle
  runs,      \* how often the event was processed, crashes before its end not counted
  settled    \* no more crashes and failures

vars == <<sent, waited, cache, busy, runs, settled>>

Idle == "idle"
Init ==
  /\ sent = [e \in Events |-> "not yet"]
  /\ waited = [e \in Events |-> 0]
  /\ cache = Empty
  /\ busy = [w \in Workers |-> Idle]
  /\ runs = [e \in Events |-> 0]
  /\ settled = FALSE

------------------------------------------------------------------------------
IsDuplicate(e) == Live(e)

(* When the key is marked; and what a duplicate and a failure do to it. *)
MarkedWhen == "checked"
CachesAfter(step, e) == IF step = MarkedWhen THEN Pruned(Touched(cache, e)) ELSE {cache}
AfterDuplicate(e) == Touched(cache, e)
AfterFailure(e) == Without(cache, e)

MayAcknowledge(e) == runs[e] > 0

----
TakeIn(w, e) ==
  /\ Attempt(e)
  /\ ~IsDuplicate(e) /\ busy[w] = Idle
  /\ busy' = [busy EXCEPT ![w] = e]
  /\ cache' \in CachesAfter("checked", e)
  /\ UNCHANGED <<runs, settled>>

SkipDuplicate(e) ==
  /\ Attempt(e)
  /\ IsDuplicate(e)
  /\ cache' = AfterDuplicate(e)
  /\ UNCHANGED <<busy, runs, settled>>

Finish(w) ==
  /\ busy[w] # Idle
  /\ runs' = [runs EXCEPT ![busy[w]] = @ + 1]
  /\ busy' = [busy EXCEPT ![w] = Idle]
  /\ cache' \in CachesAfter("processed", busy[w])
  /\ UNCHANGED <<sent, waited, settled>>

Fail(w) ==
  /\ ~settled /\ busy[w] # Idle
  /\ busy' = [busy EXCEPT ![w] = Idle]
  /\ cache' = AfterFailure(busy[w])
  /\ UNCHANGED <<sent, waited, runs, settled>>

Acknowledge(e) ==
  /\ MayAcknowledge(e)
  /\ sent' = [sent EXCEPT ![e] = "acknowledged"]
  /\ waited' = [waited EXCEPT ![e] = 0]
  /\ UNCHANGED <<cache, busy, runs, settled>>

LetTimePass == TimeInRetries /\ UNCHANGED <<sent, busy, runs, settled>>

Crash ==
  /\ ~settled
  /\ cache' = Empty
  /\ busy' = [w \in Workers |-> Idle]
  /\ runs' = [e \in Events |-> IF sent[e] = "acknowledged" THEN runs[e] ELSE 0]
  /\ UNCHANGED <<sent, waited, settled>>

Settle == ~settled /\ settled' = TRUE /\ UNCHANGED <<sent, waited, cache, busy, runs>>

Forget(e) ==
  /\ sent[e] = "acknowledged" /\ ~Live(e)
  /\ sent' = [sent EXCEPT ![e] = "not yet"]
  /\ runs' = [runs EXCEPT ![e] = 0]
  /\ UNCHANGED <<waited, cache, busy, settled>>

Next ==
  \/ LetTimePass \/ Crash \/ Settle
  \/ \E w \in Workers : Finish(w) \/ Fail(w)
  \/ \E w \in Workers, e \in Events : TakeIn(w, e)
  \/ \E e \in Events : SkipDuplicate(e) \/ Acknowledge(e) \/ Forget(e)

(* Workers finish, the gateway settles, and copies that could be taken in again *)
(* and again are, at some time.                                                *)
Spec ==
  /\ Init /\ [][Next]_vars
  /\ WF_vars(Settle)
  /\ \A w \in Workers : WF_vars(Finish(w))
  /\ \A e \in Events : SF_vars(sent[e] = "open" /\ \E w \in Workers : TakeIn(w, e))

---- \* The claim
AtMostOnce == \A e \in Events : runs[e] <= 1

(* Once the provider stops retrying, the event has been processed or is in hand. *)
NothingLost ==
  \A e \in Events :
    sent[e] = "acknowledged" => runs[e] = 1 \/ \E w \in Workers : busy[w] = e

(* No event that was sent stays unprocessed for ever, or is forgotten as such. *)
AtLeastOnce == \A e \in Events : []<>~(sent[e] # "not yet" /\ runs[e] = 0)
ForgottenWhenDone ==
  [][\A e \in Events : sent[e] # "not yet" /\ sent'[e] = "not yet" => runs[e] > 0]_vars

---- \* What keeps the model honest
TypeOK ==
  /\ sent \in [Events -> {"not yet", "open", "acknowledged"}]
  /\ waited \in [Events -> 0 .. TTL - 1]
  /\ DOMAIN cache \subseteq Events /\ \A k \in DOMAIN cache : cache[k] \in 0 .. TTL
  /\ busy \in [Workers -> Events \cup {Idle}]
  /\ runs \in [Events -> 0 .. 2]
  /\ settled \in BOOLEAN

CacheBounded == Cardinality(DOMAIN cache) <= MaxKeys

(* Nobody is held back: while a worker is free, an event may come again as long as *)
(* it is open, and a new one as soon as the load allows it; what is in hand can be   *)
(* finished; what is processed can be acknowledged, and forgotten once its key is    *)
(* too old; and until it settles, the gateway may crash and any run fail.            *)
NobodyIsHeldBack ==
  /\ (\E w \in Workers : busy[w] = Idle) =>
       \A e \in Events :
         sent[e] = "open" \/ (sent[e] = "not yet" /\ Cardinality(InTheWindow) < MaxKeys) =>
           ENABLED (Next /\ sent'[e] = "open" /\ waited'[e] = 0)
  /\ \A w \in Workers : busy[w] # Idle =>
       /\ ENABLED (Next /\ busy'[w] = Idle /\ runs' # runs)
       /\ ~settled =>
            ENABLED (Next /\ busy'[w] = Idle /\ runs' = runs /\ <<sent, waited>>' = <<sent, waited>>)
  /\ \A e \in Events :
       /\ runs[e] > 0 /\ sent[e] = "open" => ENABLED (Next /\ sent'[e] = "acknowledged")
       /\ sent[e] = "acknowledged" /\ e \notin InTheWindow => ENABLED (Next /\ sent'[e] = "not yet")
  /\ ~settled =>
       /\ ENABLED (Next /\ settled')
       /\ ENABLED (Next /\ cache' = Empty /\ (\A w \in Workers : busy'[w] = Idle)
                    /\ <<sent, waited>>' = <<sent, waited>>)

SettledForGood == [][settled => settled']_vars
(* Time stands still only where an open event's next copy is due. *)
TimePasses ==
  (\A e \in Events : sent[e] = "open" => waited[e] = 0) =>
    ENABLED (Next /\ \A k \in DOMAIN cache :
               cache[k] < TTL => k \in DOMAIN cache' /\ cache'[k] > cache[k])

\* Witnesses
LongRetried ==
  \E e \in Events : runs[e] = 1 /\ sent[e] = "open" /\ Live(e) /\ waited[e] = 1
BothWorkersBusy == \A w \in Workers : busy[w] # Idle
FullWithAnOldKey ==
  \E e \in Events :
    sent[e] = "not yet" /\ e \in DOMAIN cache /\ Cardinality(DOMAIN cache) = MaxKeys
AllAcknowledged == \A e \in Events : sent[e] = "acknowledged"
==============================================================================
