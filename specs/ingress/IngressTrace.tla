---- MODULE IngressTrace -----------------------------------------------------
(*
From one event of a provider to the messages inside the gateway.  Claim: when
one external event becomes several internal messages, every part carries the
event's identity to the end, in any order and through retries.

An event has one to three parts (its text, a photo, a voice note).  On arrival
it gets its identity: the provider's id, or, from a provider that sends none, an
id that the gateway mints once.  Each part is then split off with that
identity, dispatched, and finished; a run that fails is retried.  The parts go
their ways in every order.  When all are done the event is closed and another may
come.  Whether the provider sends ids is an initial state; which parts the event
has is decided when it arrives.  A minted id is new: the first that nothing in
the gateway carries.  Ids of closed events are compared with nothing.

In the implementation the identity is MessageSid of the message context; a
provider that sends none leaves each agent run with a random id of its own.  Left
out: what the parts say, and several events at a time (IngressTrace2).
Bounds: three parts, so that one is done, one in retry and one not yet split off.
*)
EXTENDS Naturals

VARIABLES
  providerSendsIds,
  identity,    \* the open event's identity, or Nothing
  stage,       \* how far each part has come
  trace        \* the identity that each part carries

vars == <<providerSendsIds, identity, stage, trace>>

Parts == {"text", "photo", "voice"}
Stages == {"absent", "to split", "queued", "running", "failed", "done"}

Nothing == "nothing"
ProviderId == "msg-7"
Minted == <<"minted-1", "minted-2", "minted-3", "minted-4">>

Carried == {identity} \cup {trace[p] : p \in Parts}
Unused == {i \in DOMAIN Minted : Minted[i] \notin Carried}
FreshId == Minted[CHOOSE i \in Unused : \A j \in Unused : i <= j]

Init ==
  /\ providerSendsIds \in BOOLEAN
  /\ identity = Nothing
  /\ stage = [p \in Parts |-> "absent"]
  /\ trace = [p \in Parts |-> Nothing]

(* What a part is split off with, and what it keeps in a retry. *)
TraceOfPart == identity
TraceAfterFailure(p) == trace[p]
StageAfterFailure == "queued"

----
Accept ==
  /\ identity = Nothing
  /\ identity' = IF providerSendsIds THEN ProviderId ELSE FreshId
  /\ \E parts \in SUBSET Parts \ {{}} :
       stage' = [p \in Parts |-> IF p \in parts THEN "to split" ELSE "absent"]
  /\ UNCHANGED <<providerSendsIds, trace>>

SplitOff(p) ==
  /\ stage[p] = "to split"
  /\ stage' = [stage EXCEPT ![p] = "queued"]
  /\ trace' = [trace EXCEPT ![p] = TraceOfPart]
  /\ UNCHANGED <<providerSendsIds, identity>>

Dispatch(p) ==
  /\ stage[p] = "queued"
  /\ stage' = [stage EXCEPT ![p] = "running"]
  /\ UNCHANGED <<providerSendsIds, identity, trace>>

Finish(p) ==
  /\ stage[p] = "running"
  /\ stage' = [stage EXCEPT ![p] = "done"]
  /\ UNCHANGED <<providerSendsIds, identity, trace>>

Fail(p) ==
  /\ stage[p] = "running"
  /\ stage' = [stage EXCEPT ![p] = "failed"]
  /\ UNCHANGED <<providerSendsIds, identity, trace>>

Retry(p) ==
  /\ stage[p] = "failed"
  /\ stage' = [stage EXCEPT ![p] = StageAfterFailure]
  /\ trace' = [trace EXCEPT ![p] = TraceAfterFailure(p)]
  /\ UNCHANGED <<providerSendsIds, identity>>

Close ==
  /\ \A p \in Parts : stage[p] \in {"absent", "done"}
  /\ identity' = Nothing
  /\ stage' = [p \in Parts |-> "absent"]
  /\ trace' = [p \in Parts |-> Nothing]
  /\ UNCHANGED providerSendsIds

Next ==
  \/ Accept \/ Close
  \/ \E p \in Parts : SplitOff(p) \/ Dispatch(p) \/ Finish(p) \/ Fail(p) \/ Retry(p)

(* A part may fail any number of times, but not for ever; what failed is retried. *)
LeaveFailure(p) == Next /\ stage[p] = "failed" /\ stage'[p] # "failed"
Spec ==
  /\ Init /\ [][Next]_vars
  /\ \A p \in Parts :
       WF_vars(SplitOff(p)) /\ WF_vars(Dispatch(p)) /\ SF_vars(Finish(p))
       /\ WF_vars(LeaveFailure(p))

---- \* The claim
PartsCarryIdentity ==
  \A p \in Parts :
    stage[p] \in {"queued", "running", "failed", "done"} =>
      trace[p] = identity /\ trace[p] # Nothing

EveryPartArrives ==
  \A p \in Parts : stage[p] = "to split" ~> stage[p] = "done"

---- \* What keeps the model honest
Ids == {Nothing, ProviderId} \cup {Minted[i] : i \in DOMAIN Minted}

TypeOK ==
  /\ providerSendsIds \in BOOLEAN
  /\ identity \in Ids
  /\ stage \in [Parts -> Stages]
  /\ trace \in [Parts -> Ids]

(* An event is open until its last part is done, so no part is orphaned. *)
OpenWhilePartsRun ==
  identity = Nothing <=> \A p \in Parts : stage[p] = "absent"

(* Where the provider sends ids, they are the ones that count. *)
ProvidersIdIsUsed ==
  identity # Nothing => (identity = ProviderId <=> providerSendsIds)

(* What a closed event carried is gone before the next one is split. *)
NothingIsLeftBehind ==
  \A p \in Parts : stage[p] \in {"absent", "to split"} => trace[p] = Nothing

(* A part is done by a run that did not fail, and no part joins an open event. *)
WayOfAPart ==
  {<<"to split", "queued">>, <<"queued", "running">>, <<"running", "done">>,
   <<"running", "failed">>, <<"failed", "queued">>}

(* The provider and the failures outside are not held back, and the gateway is *)
(* free for the next event once all parts of this one are done.               *)
AnyEventMayCome ==
  identity = Nothing =>
    \A parts \in SUBSET Parts \ {{}} :
      ENABLED (Next /\ {p \in Parts : stage'[p] = "to split"} = parts)

AnyRunMayFail ==
  \A p \in Parts : stage[p] = "running" => ENABLED (Next /\ stage'[p] = "failed")

DoneEventMayClose ==
  (\A p \in Parts : stage[p] \in {"absent", "done"}) =>
    ENABLED (Next /\ stage' = [p \in Parts |-> "absent"] /\ identity' = Nothing)

(* Each part can go its way, whatever the others do. *)
EveryPartMayGoOn ==
  \A p \in Parts : stage[p] \in {"to split", "queued", "running"} =>
    ENABLED (Next /\ <<stage[p], stage'[p]>> \in WayOfAPart \ {<<"running", "failed">>})

(* ~ENABLED (Next /\ X) says that no step does X. *)
ProviderKeepsItsHabit == ~ENABLED (Next /\ providerSendsIds' # providerSendsIds)

(* An event has one identity from its arrival to its end, which is not before *)
(* every part that it came with is done.                                      *)
IdentityStays ==
  /\ identity # Nothing => ~ENABLED (Next /\ identity' \notin {identity, Nothing})
  /\ (\E p \in Parts : stage[p] \notin {"absent", "done"}) => ~ENABLED (Next /\ identity' = Nothing)

NoPartTakesAShortCut ==
  ~ENABLED (Next /\ identity' = identity /\ \E p \in Parts :
              stage'[p] # stage[p] /\ <<stage[p], stage'[p]>> \notin WayOfAPart)

\* Witnesses
AllDone == \A p \in Parts : stage[p] = "done"
AllAtDifferentStages ==
  stage["text"] = "done" /\ stage["photo"] = "failed" /\ stage["voice"] = "to split"
MintedIdCarriedByAll ==
  ~providerSendsIds /\ \A p \in Parts : stage[p] = "running" /\ trace[p] = "minted-1"
==============================================================================
