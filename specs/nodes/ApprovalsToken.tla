---- MODULE ApprovalsToken ---------------------------------------------------
(*
The life of one approval as a token: asked for, decided, redeemed, forgotten.

Claim: an approval is bound to one request (command, arguments and node), is
used at most once, and only before it expires; a decision counts only if it
comes before then; and what was allowed in time does run.

Modelled: ExecApprovalManager's record with its expiry and its timer, which may
be late; the caller that waits for the decision, and may give up; and a thief
who has seen the token and presents it with any request. A tick stands for a
minute; an approval lives for two of them, and is expired when its age is
greater than that.

Where this departs from 2026.1.29: there the approval is no token. The decision
goes to the waiting call only, the record is deleted with it, and the node takes
the caller's word; only the timer tells a late decision from one in time. Left
out: allow-always, which makes a rule and not a token; guessing of ids, which
are random; and approvals in more than two places at once, since a token is only
ever compared with the one request that is presented with it.

Why ages and no clock: nothing but the age of an approval is ever compared. An
age stops at the first tick past the limit, so the graph of states closes.
*)
EXTENDS Naturals, Sequences

CONSTANTS
    Approvals,  \* names of the places for approvals; a forgotten one is free again
    TTL         \* the age, in ticks, that an approval may reach

VARIABLE approval

Request(command, args, node) == [command |-> command, args |-> args, node |-> node]

\* One request, and three that differ from it in one thing each.
Requests == {
    Request("cat", "build", "laptop"),
    Request("rm", "build", "laptop"),
    Request("cat", "src", "laptop"),
    Request("cat", "build", "server")}

Unused == [status |-> "none"]

Init == approval = [a \in Approvals |-> Unused]

Status(a) == approval[a].status
IsLive(a) == Status(a) \in {"pending", "allowed"}
IsWaiting(a) == IsLive(a) /\ approval[a].caller = "waiting"
IsTooOld(a) == approval[a].age > TTL

\* Age decides, whether or not the timer has got round to it.
IsExpired(a) == IsTooOld(a)

IsSame(bound, presented) == bound = presented

\* What the status of an approval becomes when it is used.
Spent == "used"

\* May this request run on this approval?
Accepts(a, request) ==
    /\ Status(a) = "allowed"
    /\ ~IsExpired(a)
    /\ IsSame(approval[a].request, request)

----
Ask(a, request) ==
    /\ Status(a) = "none"
    /\ approval' = [approval EXCEPT ![a] =
         [status |-> "pending", request |-> request, age |-> 0, caller |-> "waiting",
          late |-> FALSE, ran |-> <<>>]]

CanDecide(a) == Status(a) = "pending" /\ ~IsExpired(a)

\* late is for the properties only: was anything done past the limit?
Decided(a, status) ==
    [approval EXCEPT ![a].status = status, ![a].late = IsTooOld(a)]

Allow(a) ==
    /\ CanDecide(a)
    /\ approval' = Decided(a, "allowed")

Deny(a) ==
    /\ CanDecide(a)
    /\ approval' = Decided(a, "denied")

\* The timer of a pending approval. It never runs early.
TimeOut(a) ==
    /\ Status(a) = "pending"
    /\ IsTooOld(a)
    /\ approval' = [approval EXCEPT ![a].status = "expired"]

GiveUp(a) ==
    /\ IsWaiting(a)
    /\ approval' = [approval EXCEPT ![a].caller = "gone"]

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

Forget(a) ==
    /\ \/ Status(a) \in {"used", "denied", "expired"}
       \/ Status(a) = "allowed" /\ IsExpired(a)
    /\ approval' = [approval EXCEPT ![a] = Unused]

\* A caller that waits is served within the minute in which it may run.
Tick ==
    /\ \E a \in Approvals : IsLive(a) /\ ~IsTooOld(a)
    /\ \A a \in Approvals : ~(IsWaiting(a) /\ Accepts(a, approval[a].request))
    /\ approval' = [a \in Approvals |->
         IF IsLive(a) /\ ~IsTooOld(a) THEN [approval[a] EXCEPT !.age = @ + 1] ELSE approval[a]]

Next ==
    \/ Tick
    \/ \E a \in Approvals :
         \/ Allow(a) \/ Deny(a) \/ TimeOut(a) \/ GiveUp(a) \/ Redeem(a) \/ Forget(a)
         \/ \E request \in Requests : Ask(a, request) \/ Present(a, request)

Spec == Init /\ [][Next]_approval /\ \A a \in Approvals : WF_approval(Redeem(a))

----
TypeOK == \A a \in Approvals :
    approval[a] = Unused \/
      /\ Status(a) \in {"pending", "allowed", "denied", "expired", "used"}
      /\ approval[a].request \in Requests
      /\ approval[a].age \in 0..(TTL + 1)
      /\ approval[a].caller \in {"waiting", "served", "gone"}
      /\ approval[a].late \in BOOLEAN

InUse == {a \in Approvals : Status(a) # "none"}

UsedOnce == \A a \in InUse : Len(approval[a].ran) <= 1

BoundToRequest == \A a \in InUse :
    \A i \in DOMAIN approval[a].ran : approval[a].ran[i] = approval[a].request

InTime == \A a \in InUse : ~approval[a].late

\* A denial, an expiry and a missing answer run nothing.
OnlyAllowedRuns == \A a \in InUse :
    Status(a) \in {"pending", "denied", "expired"} => approval[a].ran = <<>>

\* The owner has the whole time that was promised.
ExpiresOnlyWhenOld == \A a \in InUse : Status(a) = "expired" => IsTooOld(a)

\* Used means that the request has run, once; nobody is served without that.
UsedRanItsRequest == \A a \in InUse :
    /\ Status(a) = "used" => approval[a].ran = <<approval[a].request>>
    /\ approval[a].caller = "served" => approval[a].ran # <<>>

\* Neither caller nor owner is held back, and no place stays taken.
IsYoung(a) == approval[a].age <= TTL
Becomes(a, status) == approval'[a].status = status
NobodyIsHeldBack == \A a \in Approvals :
    /\ a \notin InUse => \A request \in Requests :
         ENABLED (Ask(a, request) /\ Becomes(a, "pending") /\ approval'[a].request = request)
    /\ Status(a) = "pending" /\ IsYoung(a) =>
         ENABLED (Allow(a) /\ Becomes(a, "allowed")) /\ ENABLED (Deny(a) /\ Becomes(a, "denied"))
    /\ Status(a) \in {"pending", "allowed"} /\ approval[a].caller = "waiting" =>
         ENABLED (GiveUp(a) /\ approval'[a].caller = "gone")
    /\ Status(a) = "pending" /\ ~IsYoung(a) => ENABLED (TimeOut(a) /\ Becomes(a, "expired"))
    /\ \/ Status(a) \in {"used", "denied", "expired"}
       \/ Status(a) = "allowed" /\ ~IsYoung(a)
       => ENABLED (Forget(a) /\ Becomes(a, "none"))

\* Time passes as long as it matters, except that a waiting caller is served first.
Ages(a) == Status(a) \in {"pending", "allowed"} /\ IsYoung(a)
TimePasses ==
    /\ \E a \in Approvals : Ages(a)
    /\ \A a \in Approvals :
         Status(a) = "allowed" /\ approval[a].caller = "waiting" => ~IsYoung(a)
    => ENABLED (Tick /\ \A a \in Approvals : Ages(a) => approval'[a].age = approval[a].age + 1)

\* Nothing skips the owner, and nothing goes before its time.
MayBecome(a, status) ==
    CASE status = "pending" -> Status(a) = "none"
      [] status \in {"allowed", "denied"} -> Status(a) = "pending"
      [] status = "used" -> Status(a) = "allowed"
      [] status = "expired" -> Status(a) = "pending" /\ ~IsYoung(a)
      [] status = "none" ->
           \/ Status(a) \in {"used", "denied", "expired"}
           \/ Status(a) = "allowed" /\ ~IsYoung(a)
LifeIsInOrder == [][\A a \in Approvals :
    approval'[a].status # Status(a) => MayBecome(a, approval'[a].status)]_approval

\* A question starts fresh; a record keeps its request, what ran and who left.
MayStandFor(new, old) ==
    CASE new.status = "none" -> TRUE
      [] old.status = "none" -> new.age = 0 /\ new.caller = "waiting" /\ ~new.late
      [] OTHER ->
           /\ new.request = old.request
           /\ old.ran # <<>> => new.ran # <<>>
           /\ new.caller # old.caller =>
                old.caller = "waiting" /\ old.status \in {"pending", "allowed"}
RecordsStand == [][\A a \in Approvals :
    approval'[a] # approval[a] => MayStandFor(approval'[a], approval[a])]_approval

\* Only the clock moves two approvals at once, and it moves nothing but ages.
IsClockStep == \E a \in InUse :
    approval'[a].status # "none" /\ approval'[a].age # approval[a].age
ApprovalsAreApart == [][
    IF IsClockStep
    THEN \A a \in Approvals : approval'[a] =
           IF Ages(a) THEN [approval[a] EXCEPT !.age = @ + 1] ELSE approval[a]
    ELSE \E a \in Approvals : approval'[a] = approval[a]]_approval

\* What was allowed in time runs, unless the caller has lost patience: it does not
\* wait for ever, and its waiting ends in one of these two ways.
WaitsToRun(a) == Status(a) = "allowed" /\ approval[a].caller = "waiting" /\ approval[a].ran = <<>>
AllowedRuns == \A a \in Approvals : []<>~WaitsToRun(a)
WaitingEndsWell == [][\A a \in Approvals : WaitsToRun(a) =>
    /\ approval'[a].status # "none"
    /\ WaitsToRun(a)' \/ Len(approval'[a].ran) > 0 \/ approval'[a].caller = "gone"]_approval

\* Witnesses
RanAtTheLastMinute == \E a \in InUse : Status(a) = "used" /\ approval[a].age = TTL
PresentedByAnother == \E a \in InUse : Status(a) = "used" /\ approval[a].caller = "gone"
LapsedUnused == \E a \in InUse : Status(a) = "allowed" /\ IsTooOld(a)
TimedOut == \E a \in InUse : Status(a) = "expired" /\ approval[a].caller = "waiting"
DeniedWhileOtherRan ==
    \E a, b \in InUse : Status(a) = "denied" /\ Status(b) = "used"
                          /\ approval[a].request # approval[b].request
==============================================================================
