---- MODULE NodeRequests -----------------------------------------------------
(*
The state of a request to run a command line on a node: how far it has come,
what became of the owner's approval, what the caller says of it; and the ways in
which these may change. Shared part of NodesPipeline, which has the checks.

A request goes to the gateway and from there to the node. Each may refuse it,
and a request that is over takes the answer and the claim with it: an
allow-once is consumed by the run that it allowed.
*)
EXTENDS NodePolicy

VARIABLES
    stage,      \* how far each command line has come
    approval,   \* what became of the owner's approval of it
    claimed     \* does the caller say that it was approved?

vars == <<cfg, stage, approval, claimed>>

Init ==
    /\ cfg \in Configurations
    /\ stage = [r \in Requests |-> "idle"]
    /\ approval = [r \in Requests |-> "none"]
    /\ claimed = [r \in Requests |-> FALSE]

Ran(r) == stage[r] = "ran"
Refusals == {"refused by the gateway", "refused by the node"}

Answer(r, answer) ==
    /\ approval[r] = "pending"
    /\ approval' = [approval EXCEPT ![r] = answer]

\* What is left of an approval when the request that it was asked for is over.
LeftOver(r) == "none"

\* A request that is over takes the answer and the claim with it.
End(r, outcome) ==
    /\ stage' = [stage EXCEPT ![r] = outcome]
    /\ approval' = [approval EXCEPT ![r] = LeftOver(r)]
    /\ claimed' = [claimed EXCEPT ![r] = FALSE]
    /\ UNCHANGED cfg

----
Stages == {"idle", "at the gateway", "at the node", "ran"} \cup Refusals
TypeOK ==
    /\ cfg \in Configurations
    /\ stage \in [Requests -> Stages]
    /\ approval \in [Requests -> {"none", "pending", "allowed", "denied", "expired"}]
    /\ claimed \in [Requests -> BOOLEAN]

\* A refused request leaves nothing behind that could count for the next one,
\* and nothing is claimed of a request before it is made.
OverIsOver == \A r \in Requests :
    /\ stage[r] \in Refusals => approval[r] = "none"
    /\ stage[r] \in {"idle"} \cup Refusals => ~claimed[r]

\* What happens to one request changes nothing for the other.
RequestsAreApart == [][\E r \in Requests :
    UNCHANGED <<stage[r], approval[r], claimed[r]>>]_vars

\* No request gets round the gateway or the node.
WayOfARequest == {<<"idle", "at the gateway">>,
    <<"at the gateway", "refused by the gateway">>, <<"at the gateway", "at the node">>,
    <<"at the node", "refused by the node">>, <<"at the node", "ran">>}
      \cup (({"ran"} \cup Refusals) \X {"idle"})
NoCheckIsSkipped == [][\A r \in Requests :
    stage'[r] # stage[r] => <<stage[r], stage'[r]>> \in WayOfARequest]_vars

\* The owner is asked before the request is made, and answers once; the answer,
\* and what the caller claims, stand until the request is over.
WayOfAnAnswer == {<<"none", "pending">>} \cup ({"pending"} \X {"allowed", "denied", "expired"})
AnswersStand == [][\A r \in Requests :
    stage'[r] = stage[r] \/ stage'[r] \notin {"idle"} \cup Refusals =>
        /\ approval'[r] # approval[r] => <<approval[r], approval'[r]>> \in WayOfAnAnswer
        /\ approval[r] = "none" /\ approval'[r] = "pending" => stage[r] = "idle"
        /\ claimed'[r] # claimed[r] => stage[r] = "idle"]_vars
==============================================================================
