---- MODULE FailsClosed ------------------------------------------------------
(*
What a way in does when something that it needs is not there.

Claim: without a secret no webhook admits anything, and a blank one is none; an
empty list admits nobody, and so does one that is not set; a conversation of an
unknown kind and a look-up that fails admit nobody, on every way in.

Modelled: the checks of an event on its way to the agent, in the order of the
channels' handlers: the webhook's secret (telegram/webhook.js, for voice calls
providers/telnyx.ts), the kind of the conversation (slack/monitor/context.js
normalizeSlackChannelType), the look-up of the sender, and the list
(telegram/bot-access.js isSenderAllowed). Events come by a webhook, to which
anybody can post, or over a connection that the gateway opened itself. The
channel delivers what people write, and Mallory forges events in Ann's name.

In 2026.1.29 each channel has checks of its own, and several of them let pass
what they cannot check; each red is one of them. Left out: "*" and the policy
open, by which the owner admits everybody, and the pairing store.
*)
VARIABLES
    cfg,     \* the secret and the lists of the owner; never change
    event,   \* the event under way
    stage,   \* how far it has come
    lookup   \* what became of the look-up of its sender

vars == <<cfg, event, stage, lookup>>

People == {"mallory", "ann"}
Kinds == {"direct", "group", "unknown"}
Lists == {"unset", "empty", "ann"}
Configurations == [secret : {"set", "blank", "unset"}, allowFrom : Lists, groupAllowFrom : Lists]
Event(way, forged, credential, from, named, kind) ==
    [way |-> way, forged |-> forged, credential |-> credential, from |-> from, named |-> named, kind |-> kind]
NoEvent == Event("none", FALSE, "none", "nobody", "nobody", "unknown")
Stages == {"idle", "arrived", "verified", "sorted", "known", "admitted", "refused"}

Init == cfg \in Configurations /\ event = NoEvent /\ stage = "idle" /\ lookup = "none"

Members(list) == IF list = "ann" THEN {"ann"} ELSE {}

\* A channel signs with the secret that the owner has given it.
Signature == CASE cfg.secret = "set" -> "right" [] cfg.secret = "blank" -> "blank" [] OTHER -> "none"

\* Only a secret that is there can be proved.
SecretProves == cfg.secret = "set" /\ event.credential = "right"
IsVerified == event.way = "connection" \/ SecretProves

KnownKinds == {"direct", "group"}

ListFor(kind) == IF kind = "direct" THEN cfg.allowFrom ELSE cfg.groupAllowFrom

ListAdmits(list, sender) == sender \in Members(list)

\* The channel knows who has written an event, unless it is not the channel's own.
Sender == IF lookup = "found" /\ ~event.forged THEN event.from ELSE event.named
LookupSuffices == lookup = "found"

----
\* The channel delivers what somebody writes, under a name of the writer's choice.
Names(from) == IF from = "ann" THEN {"ann"} ELSE People
Deliver(way, from, named, kind) ==
    /\ stage = "idle"
    /\ event' = Event(way, FALSE, Signature, from, named, kind)
    /\ stage' = "arrived"
    /\ UNCHANGED <<cfg, lookup>>

\* Anybody can post to a webhook and name any sender; the secret cannot be guessed.
Forge(credential, kind) ==
    /\ stage = "idle"
    /\ event' = Event("webhook", TRUE, credential, "mallory", "ann", kind)
    /\ stage' = "arrived"
    /\ UNCHANGED <<cfg, lookup>>

GoOn(from, good, to) ==
    /\ stage = from
    /\ stage' = IF good THEN to ELSE "refused"
    /\ UNCHANGED <<cfg, event>>

Verify == GoOn("arrived", IsVerified, "verified") /\ UNCHANGED lookup
SortByKind == GoOn("verified", event.kind \in KnownKinds, "sorted") /\ UNCHANGED lookup

\* The channel is asked for the sender, and may not answer.
LookUpSender(answer) ==
    /\ lookup' = answer
    /\ stage = "sorted" /\ stage' = "known"
    /\ UNCHANGED <<cfg, event>>

AskTheList ==
    GoOn("known", LookupSuffices /\ ListAdmits(ListFor(event.kind), Sender), "admitted") /\ UNCHANGED lookup

Finish ==
    /\ stage \in {"admitted", "refused"}
    /\ event' = NoEvent
    /\ stage' = "idle"
    /\ lookup' = "none"
    /\ UNCHANGED cfg

Next ==
    \/ \E way \in {"webhook", "connection"}, from \in People, kind \in Kinds :
         \E named \in Names(from) : Deliver(way, from, named, kind)
    \/ \E credential \in {"wrong", "blank", "none"}, kind \in Kinds : Forge(credential, kind)
    \/ Verify \/ SortByKind \/ AskTheList \/ Finish
    \/ \E answer \in {"found", "failed"} : LookUpSender(answer)

Spec == Init /\ [][Next]_vars

---- \* The claim
Admitted == stage = "admitted"

NothingForgedIsAdmitted == Admitted => ~event.forged

OnlyListedAreAdmitted == Admitted /\ event.kind \in {"direct", "group"} =>
    /\ event.from = "ann"
    /\ "ann" = (IF event.kind = "direct" THEN cfg.allowFrom ELSE cfg.groupAllowFrom)

NothingUnknownIsAdmitted == Admitted => event.kind # "unknown" /\ lookup = "found"

---- \* What keeps the model honest
TypeOK ==
    /\ cfg \in Configurations /\ stage \in Stages /\ lookup \in {"none", "found", "failed"}
    /\ event \in [way : {"webhook", "connection", "none"}, forged : BOOLEAN, kind : Kinds,
                  credential : {"right", "wrong", "blank", "none"}, from : People \cup {"nobody"},
                  named : People \cup {"nobody"}]
    /\ event.from = "ann" => event.named = "ann"

\* The checks are not stricter than they say.
RefusedForAReason == stage = "refused" =>
    \/ event.way = "webhook" /\ (event.forged \/ cfg.secret # "set")
    \/ event.kind = "unknown" \/ lookup = "failed" \/ event.from = "mallory"
    \/ "ann" # (IF event.kind = "direct" THEN cfg.allowFrom ELSE cfg.groupAllowFrom)

\* Nobody is held back: people write, Mallory forges, and each event is judged.
EventsArePossible == stage = "idle" =>
    /\ \A way \in {"webhook", "connection"}, from \in People, named \in People, kind \in Kinds :
         (from = "ann" /\ named # "ann") \/ ENABLED (Next /\ event' = Event(way, FALSE, Signature, from, named, kind))
    /\ \A credential \in {"wrong", "blank", "none"}, kind \in Kinds :
         ENABLED (Next /\ event' = Event("webhook", TRUE, credential, "mallory", "ann", kind))
EveryEventIsJudged ==
    /\ stage \in Stages \ {"idle"} => ENABLED (Next /\ stage' # stage)
    /\ stage = "sorted" => \A answer \in {"found", "failed"} : ENABLED (Next /\ lookup' = answer)

WayOfAnEvent == {<<"idle", "arrived">>, <<"arrived", "verified">>, <<"verified", "sorted">>,
    <<"sorted", "known">>, <<"known", "admitted">>, <<"admitted", "idle">>, <<"refused", "idle">>}
    \cup ({"arrived", "verified", "known"} \X {"refused"})
NoCheckIsSkipped == [][
    /\ <<stage, stage'>> \in WayOfAnEvent /\ cfg' = cfg
    /\ event' # event => stage = "idle" \/ (stage' = "idle" /\ event' = NoEvent)
    /\ lookup' # lookup => stage = "sorted" \/ (stage' = "idle" /\ lookup' = "none")]_vars
Idle == (stage = "idle" <=> event = NoEvent) /\ (stage = "idle" => lookup = "none")

\* Witnesses
AnnAdmitted == Admitted /\ event.way = "webhook"
AdmittedOverConnection == Admitted /\ cfg.secret = "unset" /\ cfg.allowFrom = "empty"
GenuineRefused == stage = "refused" /\ event.way = "webhook" /\ ~event.forged /\ cfg.secret = "unset"
    /\ event.from = "ann" /\ event.kind = "direct" /\ cfg.allowFrom = "ann"
EmptyListRefused == stage = "refused" /\ event.from = "ann" /\ lookup = "found" /\ cfg.allowFrom = "empty"
LookupRefused == stage = "refused" /\ lookup = "failed" /\ event.from = "ann" /\ cfg.allowFrom = "ann"
==============================================================================
