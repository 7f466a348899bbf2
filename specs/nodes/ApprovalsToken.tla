---- MODULE ApprovalsToken ---------------------------------------------------
(*
The life of one approval as a token: asked for, decided, redeemed, forgotten.

Claim: an approval is bound to one request (command, arguments, node, working
directory and environment), is decided by one who has the right to, is used at
most once, and only before it expires; a decision counts only if it comes before
then; and what was allowed in time does run, as long as a waiting caller is
served before time goes on.

Modelled: the gateway's records (ApprovalRecords); the caller that waits for the
decision, and may give up; a client without the right to decide, who decides
nevertheless where that is not checked; and a thief who has seen the token and
presents it with any request. A tick stands for a minute.

Where this departs from 2026.1.29: there the approval is no token. The decision
goes to the waiting call only, the record is deleted with it, and the node takes
the caller's word; only the timer tells a late decision from one in time. Left
out: allow-always, which makes a rule and not a token; guessing of ids, which
are random; the session, device and client, to which later releases bind it in
the same way; and approvals in more than two places at once, since a token is
only ever compared with the one request that is presented with it.
*)
EXTENDS ApprovalRecords

Init == approval = [a \in Approvals |-> Unused]

IsSame(bound, presented) == bound = presented

\* What the status of an approval becomes when it is used.
Spent == "used"

\* May this request run on this approval?
Accepts(a, request) ==
    /\ Status(a) = "allowed"
    /\ ~IsExpired(a)
    /\ IsSame(approval[a].request, request)

----
Allow(a) == Status(a) = "pending" /\ \E who \in Deciders : Decide(a, who, "allowed")

Deny(a) == Status(a) = "pending" /\ \E who \in Deciders : Decide(a, who, "denied")

Executed(a, request, caller) ==
    [approval EXCEPT
        ![a].status = Spent, ![a].caller = caller, ![a].late = @ \/ IsTooOld(a),
        ![a].ran = Append(@, request)]

\* The waiting caller wakes up and its own request runs.
Redeem(a) ==
    /\ IsWaiting(a)
    /\ Accepts(a, approval[a].request)
    /\ approval' = Executed(a, approval[a].request, "served")

\* Whoever has seen the token presents it, with whatever request.
Present(a, request) ==
    /\ Accepts(a, request)
    /\ approval' = Executed(a, request, approval[a].caller)

\* A caller that waits is served within the minute in which it may run.
Tick ==
    /\ \E a \in Approvals : IsLive(a) /\ ~IsTooOld(a)
    /\ \A a \in Approvals : ~(IsWaiting(a) /\ Accepts(a, approval[a].request))
    /\ approval' = [a \in Approvals |->
         IF IsLive(a) THEN [approval[a] EXCEPT !.age = OlderUpTo(TTL + 1, @)] ELSE approval[a]]

Next ==
    \/ Tick
    \/ \E a \in Approvals :
         \/ Allow(a) \/ Deny(a) \/ TimeOut(a) \/ GiveUp(a) \/ Redeem(a) \/ Forget(a)
         \/ \E request \in AskedFor : Ask(a, request)
         \/ \E request \in Requests : Present(a, request)

Spec == Init /\ [][Next]_approval /\ \A a \in Approvals : WF_approval(Redeem(a))

---- \* The claim
UsedOnce == \A a \in InUse : Len(approval[a].ran) <= 1

BoundToRequest == \A a \in InUse :
    \A i \in DOMAIN approval[a].ran : approval[a].ran[i] = approval[a].request

InTime == \A a \in InUse : ~approval[a].late

\* Whoever has no right to decide decides nothing, and nothing runs undecided.
OwnerDecides == \A a \in InUse :
    approval[a].decider = (IF Status(a) \in {"pending", "expired"} THEN "nobody" ELSE "owner")

\* A denial, an expiry and a missing answer run nothing.
OnlyAllowedRuns == \A a \in InUse :
    Status(a) \in {"pending", "denied", "expired"} => approval[a].ran = <<>>

\* What was allowed in time can be used, by the waiting caller and by whoever has the
\* token, who need not be the caller.
CanRun(a, caller) ==
    ENABLED (Next /\ approval'[a].status # "none" /\ approval'[a].caller = caller
               /\ Len(approval'[a].ran) > Len(approval[a].ran))
AllowedCanRun == \A a \in Approvals : Status(a) = "allowed" /\ IsYoung(a) =>
    /\ CanRun(a, approval[a].caller)
    /\ approval[a].caller = "waiting" => CanRun(a, "served")

\* And it does run, unless the caller has lost patience: it does not
\* wait for ever, and its waiting ends in one of these two ways.
WaitsToRun(a) == Status(a) = "allowed" /\ approval[a].caller = "waiting" /\ approval[a].ran = <<>>
AllowedRuns == \A a \in Approvals : []<>~WaitsToRun(a)
WaitingEndsWell == [][\A a \in Approvals : WaitsToRun(a) =>
    /\ approval'[a].status # "none"
    /\ WaitsToRun(a)' \/ Len(approval'[a].ran) > 0 \/ approval'[a].caller = "gone"]_approval

---- \* What keeps the model honest
\* Used means that the request has run, once; nobody is served without that.
UsedRanItsRequest == \A a \in InUse :
    /\ Status(a) = "used" => approval[a].ran = <<approval[a].request>>
    /\ approval[a].caller = "served" => approval[a].ran # <<>>

\* Neither caller nor owner is held back, and no place stays taken.
CanBecome(a, status) == ENABLED (Next /\ approval'[a].status = status)
NobodyIsHeldBack == \A a \in Approvals :
    /\ a \notin InUse => \A request \in AskedFor :
         ENABLED (Next /\ approval'[a].status = "pending" /\ approval'[a].request = request)
    /\ Status(a) = "pending" /\ IsYoung(a) => CanBecome(a, "allowed") /\ CanBecome(a, "denied")
    /\ Status(a) = "pending" /\ ~IsYoung(a) => CanBecome(a, "expired")
    /\ Status(a) \in {"pending", "allowed"} /\ approval[a].caller = "waiting" =>
         ENABLED (Next /\ approval'[a].status # "none" /\ approval'[a].caller = "gone")
    /\ \/ Status(a) \in {"used", "denied", "expired"}
       \/ Status(a) = "allowed" /\ ~IsYoung(a)
       => CanBecome(a, "none")

\* Time passes as long as it matters, except that a waiting caller is served first.
TimePasses ==
    /\ \E a \in Approvals : Ages(a)
    /\ \A a \in Approvals :
         Status(a) = "allowed" /\ approval[a].caller = "waiting" => ~IsYoung(a)
    => ENABLED (Next /\ \A a \in Approvals : Ages(a) =>
         approval'[a].status # "none" /\ approval'[a].age = approval[a].age + 1)

\* Witnesses
RanAtTheLastMinute == \E a \in InUse : Status(a) = "used" /\ approval[a].age = TTL
PresentedByAnother == \E a \in InUse : Status(a) = "used" /\ approval[a].caller = "gone"
LapsedUnused == \E a \in InUse : Status(a) = "allowed" /\ IsTooOld(a)
TimedOut == \E a \in InUse : Status(a) = "expired" /\ approval[a].caller = "waiting"
DeniedWhileOtherRan ==
    \E a, b \in InUse : Status(a) = "denied" /\ Status(b) = "used"
                          /\ approval[a].request # approval[b].request
==============================================================================
