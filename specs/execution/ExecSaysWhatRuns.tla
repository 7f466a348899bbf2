---- MODULE ExecSaysWhatRuns -------------------------------------------------
(*
What the owner's rules judge, what the owner reads, and what a node starts.

Claim: the command that is judged, shown and approved is the command that runs,
with the same arguments, directory and environment, and through any shell.

Modelled: system.run on a node (node-host/runner.js handleInvoke), the analysis
of a shell line and its allowlist (infra/exec-approvals.js evaluateShellAllowlist,
requiresExecApproval), and the owner's answer, once or always. The caller may be
compromised: it says what its command is (rawCommand) beside the argv, and may
present an approval that was given for another command. CommandLines has the
requests, and what each command really does.

Where this departs from 2026.1.29: there rawCommand is judged and the argv runs,
double quotes and variables are passed over, the text for the owner is trimmed,
and an approval is bound to nothing. Left out: security full, which judges
nothing, and the life of an approval (ApprovalsToken).
*)
EXTENDS CommandLines

VARIABLES
    ask,        \* when the owner is asked; never changes
    allowlist,  \* the programs that may run unasked
    approval,   \* the question to the owner, and its answer
    stage,      \* how far the request has come
    request     \* what the caller asked the node to run

vars == <<ask, allowlist, approval, stage, request>>

NoApproval == [status |-> "none", argv |-> "none", context |-> "as usual", shown |-> "nothing"]

Init ==
    /\ ask \in {"on-miss", "always"} /\ allowlist = {"head"}
    /\ approval = NoApproval /\ stage = "idle" /\ request = None

\* A substitution or a variable may become anything, and the PATH has no "rm ".
Analyze(line) == IF line \in {Substitution, Expansion, Spaced} THEN {"unknown"} ELSE Effects(line)

\* rawCommand only repeats what the argv says; otherwise the request is refused.
ResolveSystemRunCommand(r) ==
    IF r.rawCommand \in {"none", Payload(r.argv)} THEN Payload(r.argv) ELSE "mismatch"

AllowlistSatisfied(r) == Analyze(ResolveSystemRunCommand(r)) \subseteq allowlist
RequiresExecApproval(r) == ask = "always" \/ ~AllowlistSatisfied(r)

\* What the owner reads: every argument, in quotes where that makes a difference.
FormatCommand(argv) == argv

MatchApprovalBinding(r) == approval.argv = r.argv /\ approval.context = r.context

NodeAccepts(r) ==
    /\ ResolveSystemRunCommand(r) # "mismatch"
    /\ RequiresExecApproval(r) => approval.status = "allow-once" /\ MatchApprovalBinding(r)

\* What allow-always adds: the programs of the command, not the shell that starts them.
AllowAlwaysPatterns(argv) == Analyze(Payload(argv))

----
AskOwner(argv, context) ==
    /\ stage = "idle"
    /\ approval = NoApproval
    /\ approval' = [status |-> "pending", argv |-> argv, context |-> context,
                    shown |-> FormatCommand(argv)]
    /\ UNCHANGED <<ask, allowlist, stage, request>>

Answer(after, list) ==
    /\ approval' = after
    /\ allowlist' = list
    /\ UNCHANGED <<ask, stage, request>>

AllowOnce ==
    approval.status = "pending" /\ Answer([approval EXCEPT !.status = "allow-once"], allowlist)
Deny == approval.status = "pending" /\ Answer(NoApproval, allowlist)
\* Offered only for a command that the analysis understands.
AllowAlways ==
    /\ approval.status = "pending"
    /\ "unknown" \notin AllowAlwaysPatterns(approval.argv)
    /\ Answer(NoApproval, allowlist \cup AllowAlwaysPatterns(approval.argv))

\* node.invoke: the caller need not send what it asked about.
Invoke(r) ==
    /\ stage = "idle"
    /\ approval.status # "pending"
    /\ stage' = "at the node"
    /\ request' = r
    /\ UNCHANGED <<ask, allowlist, approval>>

RunCommand ==
    /\ stage = "at the node"
    /\ NodeAccepts(request)
    /\ stage' = "ran"
    /\ UNCHANGED <<ask, allowlist, approval, request>>

\* A request that is over leaves nothing behind that could count for the next one.
End(after) ==
    /\ stage' = after
    /\ approval' = NoApproval
    /\ request' = None
    /\ UNCHANGED <<ask, allowlist>>
Refuse == stage = "at the node" /\ ~NodeAccepts(request) /\ End("idle")
StartOver == stage = "ran" /\ End("idle")

Next ==
    \/ RunCommand \/ Refuse \/ StartOver
    \/ AllowOnce \/ AllowAlways \/ Deny
    \/ \E argv \in Argvs, context \in Contexts : AskOwner(argv, context)
    \/ \E r \in Requests : Invoke(r)

Spec == Init /\ [][Next]_vars

---- \* The claim
Ran == stage = "ran"
Listed(r) == ask = "on-miss" /\ Effects(Payload(r.argv)) \subseteq allowlist
Unlisted == Ran /\ ~Listed(request)

\* What the list does not allow runs only on the owner's word for that very argv,
\* which the owner has read as it is, and in the directory and environment of it.
RunsWhatWasJudged == Unlisted => approval.status = "allow-once" /\ approval.argv = request.argv
RunsWhatWasShown == Unlisted /\ approval.argv = request.argv => approval.shown = request.argv
RunsWhereItWasApproved ==
    Unlisted /\ approval.argv = request.argv => approval.context = request.context

\* A yes for ever lists the programs of the command that it is about.
AlwaysMeansWhatWasShown == [][allowlist' # allowlist =>
    approval.status = "pending" /\ allowlist' = allowlist \cup Effects(Payload(approval.argv))]_vars

---- \* What keeps the model honest
TypeOK ==
    /\ ask \in {"on-miss", "always"} /\ stage \in {"idle", "at the node", "ran"}
    /\ allowlist \in {{"head"}, {"head", "rm"}}
    /\ approval = NoApproval \/ approval \in
        [status: {"pending", "allow-once"}, argv: Argvs, context: Contexts, shown: Argvs]
    /\ request \in {None} \cup Requests

CallerIsFree == stage = "idle" /\ approval.status # "pending" =>
    /\ \A argv \in Argvs : ENABLED (Next /\ request'.argv = argv /\ request'.rawCommand = "head")
    /\ \A context \in Contexts :
        ENABLED (Next /\ request'.context = context /\ request'.rawCommand = "none")
    /\ approval = NoApproval =>
        /\ \A argv \in Argvs : ENABLED (Next /\ approval'.argv = argv)
        /\ \A context \in Contexts :
            ENABLED (Next /\ approval'.context = context /\ approval'.argv = "rm")

OwnerIsFree == approval.status = "pending" =>
    /\ ENABLED (Next /\ approval'.status = "allow-once")
    /\ ENABLED (Next /\ approval' = NoApproval /\ allowlist' = allowlist)
    /\ approval.argv = "sh -c rm" => ENABLED (Next /\ "rm" \in allowlist')

\* What the list or the owner allows does run, and what neither allows ends.
MustRun(r) == r.rawCommand \in {"none", Payload(r.argv)} /\
    \/ Listed(r) /\ Payload(r.argv) # Substitution
    \/ approval.status = "allow-once" /\ approval.argv = r.argv /\ approval.context = r.context
AllowedRuns == stage = "at the node" /\ MustRun(request) => ENABLED (Next /\ stage' = "ran")
EveryRequestEnds == stage # "idle" => ENABLED (Next /\ stage' \in {"ran", "idle"} /\ stage' # stage)

\* A request and an answer stand until the command has run or is refused.
StandsUntilOver == [][
    /\ ask' = ask /\ IF stage' = stage THEN request' = request ELSE allowlist' = allowlist
    /\ stage = "idle" /\ stage' # "idle" => stage' = "at the node" /\ approval' = approval
    /\ stage' = "ran" => stage = "at the node" /\ approval' = approval /\ request' = request
    /\ stage = "at the node" /\ stage' = "idle" => ~MustRun(request)
    /\ stage # "idle" /\ stage' = "idle" => approval' = NoApproval /\ request' = None
    /\ stage' = stage /\ approval.status = "none" =>
        approval'.status # "allow-once" /\ stage = "idle"
    /\ approval.status = "pending" =>
        approval' \in {NoApproval, [approval EXCEPT !.status = "allow-once"]}]_vars

\* Witnesses
ListedRan == Ran /\ request.argv = "sh -c head" /\ approval = NoApproval
ApprovedRan == Ran /\ request.argv = Spaced /\ approval.shown = Spaced
SubstitutionApproved == Ran /\ Payload(request.argv) = Substitution
ElsewhereApproved == Ran /\ ask = "always" /\ request.context = "in /srv"
AlwaysRan == Ran /\ Payload(request.argv) = Chain /\ approval = NoApproval
OtherPresented == stage = "at the node" /\ approval.argv = "rm" /\ request.argv = Spaced
==============================================================================
