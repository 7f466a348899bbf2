---- MODULE ApprovalRecords --------------------------------------------------
(*
The gateway's records of the approvals that it was asked for: from the question
to the decision, the end of the time for it, or the end of the caller's patience.
Shared part of ApprovalsToken, in which approvals are used.

Modelled after ExecApprovalManager: a record with its expiry and its timer, which
may be late, and the caller that waits for the decision. An approval lives for TTL
ticks, and is expired when its age is greater than that. A request is the command
with its arguments, the node, the working directory and the environment.
*)
EXTENDS BoundedAge, Sequences

CONSTANTS
    Approvals,  \* names of the places for approvals; a forgotten one is free again
    TTL         \* the age, in ticks, that an approval may reach

VARIABLE approval

Usual == [command |-> "cat", args |-> "build", node |-> "laptop",
          cwd |-> "the project", env |-> "the usual environment"]

\* What is asked for; and what else may be presented: one difference in each part.
AskedFor == {Usual, [Usual EXCEPT !.command = "rm"]}
Requests == AskedFor \cup {
    [Usual EXCEPT !.args = "src"], [Usual EXCEPT !.node = "server"],
    [Usual EXCEPT !.cwd = "another folder"], [Usual EXCEPT !.env = "another PATH"]}

\* Who sends decisions: the owner, and a client that may only read.
Deciders == {"owner", "reader"}
MayDecide(who) == who = "owner"

Unused == [status |-> "none"]

Status(a) == approval[a].status
IsLive(a) == Status(a) \in {"pending", "allowed"}
IsWaiting(a) == IsLive(a) /\ approval[a].caller = "waiting"
IsTooOld(a) == approval[a].age > TTL

\* Age decides, whether or not the timer has got round to it.
IsExpired(a) == IsTooOld(a)

----
Ask(a, request) ==
    /\ Status(a) = "none"
    /\ approval' = [approval EXCEPT ![a] =
         [status |-> "pending", request |-> request, age |-> 0, caller |-> "waiting",
          decider |-> "nobody", late |-> FALSE, ran |-> <<>>]]

\* late is for the properties only: was anything done past the limit?
Decide(a, who, status) ==
    /\ ~IsExpired(a) /\ MayDecide(who)
    /\ approval' = [approval EXCEPT
         ![a].status = status, ![a].decider = who, ![a].late = IsTooOld(a)]

\* The timer of a pending approval. It never runs early.
TimeOut(a) ==
    /\ Status(a) = "pending"
    /\ IsTooOld(a)
    /\ approval' = [approval EXCEPT ![a].status = "expired"]

GiveUp(a) ==
    /\ IsWaiting(a)
    /\ approval' = [approval EXCEPT ![a].caller = "gone"]

Forget(a) ==
    /\ \/ Status(a) \in {"used", "denied", "expired"}
       \/ Status(a) = "allowed" /\ IsExpired(a)
    /\ approval' = [approval EXCEPT ![a] = Unused]

----
TypeOK == \A a \in Approvals :
    approval[a] = Unused \/
      /\ Status(a) \in {"pending", "allowed", "denied", "expired", "used"}
      /\ approval[a].request \in Requests
      /\ approval[a].age \in 0..(TTL + 1)
      /\ approval[a].caller \in {"waiting", "served", "gone"}
      /\ approval[a].decider \in Deciders \cup {"nobody"}
      /\ approval[a].late \in BOOLEAN

InUse == {a \in Approvals : Status(a) # "none"}
IsYoung(a) == approval[a].age <= TTL
Ages(a) == Status(a) \in {"pending", "allowed"} /\ IsYoung(a)

\* The owner has the whole time that was promised.
ExpiresOnlyWhenOld == \A a \in InUse : Status(a) = "expired" => IsTooOld(a)

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
      [] old.status = "none" ->
           new.age = 0 /\ new.caller = "waiting" /\ new.decider = "nobody" /\ ~new.late
      [] OTHER ->
           /\ new.request = old.request
           /\ old.ran # <<>> => new.ran # <<>>
           /\ new.decider # old.decider => new.status \in {"allowed", "denied"}
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
==============================================================================
