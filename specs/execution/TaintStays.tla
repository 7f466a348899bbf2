---- MODULE TaintStays -------------------------------------------------------
(*
What a web page, a mail or a stranger says to an agent, and where it goes from
there: into a summary of the conversation, the agent's memory, a scheduled job, a
message that waits in the queue, and a sub-agent, and from each of them back.

Claim: what came from outside cannot cause a sensitive tool without an approval
that the owner gave after it came, whichever way it has taken since.

Modelled: each place holds something from outside or not, and has a mark or not; a
mark goes with every copy. The agent is assumed to do what it reads, so a tool may
be wanted at any time: only the gateway decides. A sensitive tool (exec, a message
to others, a change of the configuration) runs unasked only in a context without
the mark. The marking is security/external-content.js wrapExternalContent, with
content that imitates the end of the mark.

Where this departs from the code: the mark is all that the releases have. It is a
text that asks the model to be careful; no release asks for an approval because of
it, and none keeps it in a summary, in memory or in a job. 2026.1.29 also leaves an
imitated end of the mark as it is. This is a design, and upstream takes prompt
injection alone for no vulnerability.
*)
VARIABLES
    came,      \* what kind of content came in last
    holds,     \* for each place: is something from outside in it, and has it the mark?
    approval,  \* for each context that runs tools: what the owner has said
    fresh,     \* was that said after the last thing from outside had come?
    ran        \* the last sensitive tool that ran

vars == <<came, holds, approval, fresh, ran>>

Contexts == {"turn", "sub-agent"}
Stores == {"summary", "memory", "job", "queue", "sub-agent"}
Places == {"turn"} \cup Stores
Contents == {"plain", "with an end marker", "with an end marker in wide letters"}

Nothing == [outside |-> FALSE, marked |-> FALSE]
NoTool == [by |-> "nobody", outside |-> FALSE, approved |-> FALSE]

Init ==
    /\ came = "nothing"
    /\ holds = [p \in Places |-> Nothing]
    /\ approval = [c \in Contexts |-> "none"]
    /\ fresh = [c \in Contexts |-> FALSE]
    /\ ran = NoTool

\* Does the mark hold content of this kind, whatever the content says?
WrapExternalContent(content) == TRUE

\* Does a copy have the mark of what it is made from?
Carries(from, to) == holds[from].marked

\* What was approved before is worth nothing for what has come since.
AfterInflow(c) == "none"

Joined(p, outside, marked) == [holds EXCEPT ![p] =
    [outside |-> @.outside \/ outside, marked |-> @.marked \/ marked]]

\* Something with the mark, or really from outside, comes into a context.
Inflow(p, outside, marked) ==
    /\ approval' = IF p \in Contexts /\ marked THEN [approval EXCEPT ![p] = AfterInflow(p)] ELSE approval
    /\ fresh' = IF p \in Contexts /\ outside THEN [fresh EXCEPT ![p] = FALSE] ELSE fresh

----
\* A tool that reads brings something in, or somebody sends it.
Fetch(c, content) ==
    /\ came' = content
    /\ holds' = Joined(c, TRUE, WrapExternalContent(content))
    /\ Inflow(c, TRUE, WrapExternalContent(content))
    /\ UNCHANGED ran

\* The turn is summed up, remembered, scheduled, put back, or handed on.
Keep(p) ==
    /\ holds' = Joined(p, holds["turn"].outside, Carries("turn", p))
    /\ Inflow(p, holds["turn"].outside, Carries("turn", p))
    /\ UNCHANGED <<came, ran>>

\* What was kept comes back into a turn, and so does what a sub-agent reports.
Return(p) ==
    /\ holds' = Joined("turn", holds[p].outside, Carries(p, "turn"))
    /\ Inflow("turn", holds[p].outside, Carries(p, "turn"))
    /\ UNCHANGED <<came, ran>>

\* A new session: the turn is empty, and the stores are as they were.
StartAfresh ==
    /\ holds' = [holds EXCEPT !["turn"] = Nothing]
    /\ approval' = [approval EXCEPT !["turn"] = "none"]
    /\ fresh' = [fresh EXCEPT !["turn"] = FALSE]
    /\ UNCHANGED <<came, ran>>

AskOwner(c) ==
    /\ holds[c].marked
    /\ approval[c] = "none"
    /\ approval' = [approval EXCEPT ![c] = "asked"]
    /\ UNCHANGED <<came, holds, fresh, ran>>

Approve(c) ==
    /\ approval[c] = "asked"
    /\ approval' = [approval EXCEPT ![c] = "given"]
    /\ fresh' = [fresh EXCEPT ![c] = TRUE]
    /\ UNCHANGED <<came, holds, ran>>

Deny(c) ==
    /\ approval[c] = "asked"
    /\ approval' = [approval EXCEPT ![c] = "none"]
    /\ UNCHANGED <<came, holds, fresh, ran>>

\* An approval is used up by the tool that it was asked for.
RunTool(c) ==
    /\ holds[c].marked => approval[c] = "given"
    /\ ran' = [by |-> c, outside |-> holds[c].outside, approved |-> fresh[c]]
    /\ approval' = [approval EXCEPT ![c] = "none"]
    /\ fresh' = [fresh EXCEPT ![c] = FALSE]
    /\ UNCHANGED <<came, holds>>

Next ==
    \/ StartAfresh
    \/ \E c \in Contexts, content \in Contents : Fetch(c, content)
    \/ \E c \in Contexts : RunTool(c) \/ AskOwner(c) \/ Approve(c) \/ Deny(c)
    \/ \E p \in Stores : Keep(p) \/ Return(p)

Spec == Init /\ [][Next]_vars

---- \* The claim
OutsideNeedsApproval == ran.outside => ran.approved
ApprovedOnce == [][\A c \in Contexts : approval[c] = "given" /\ ran' # ran /\ ran'.by = c =>
    approval'[c] = "none"]_vars

---- \* What keeps the model honest
TypeOK ==
    /\ came \in {"nothing"} \cup Contents
    /\ holds \in [Places -> [outside: BOOLEAN, marked: BOOLEAN]]
    /\ approval \in [Contexts -> {"none", "asked", "given"}]
    /\ fresh \in [Contexts -> BOOLEAN]
    /\ ran \in [by: {"nobody"} \cup Contexts, outside: BOOLEAN, approved: BOOLEAN]

\* Nothing is marked for no reason, and what is not marked runs tools unasked.
MarkedForAReason == \A p \in Places : holds[p].marked => holds[p].outside
AskedForAReason == \A c \in Contexts :
    /\ approval[c] # "none" => holds[c].marked
    /\ fresh[c] => approval[c] = "given"
CleanRuns == \A c \in Contexts : ~holds[c].marked => ENABLED (Next /\ ran'.by = c /\ holds' = holds)

\* Content comes in, goes everywhere and comes back, whatever the owner does.
ContentIsFree ==
    /\ \A content \in Contents : ENABLED (Next /\ came' = content)
    /\ \A c \in Contexts : ENABLED (Next /\ holds'[c].outside /\ holds' = [holds EXCEPT ![c] = holds'[c]])
    /\ holds["turn"].outside => \A p \in Stores : ENABLED (Next /\ holds'[p].outside /\ ran' = ran)
    /\ \A p \in Stores : holds[p].outside => ENABLED (Next /\ holds'["turn"].outside /\ ran' = ran)
    /\ ENABLED (Next /\ holds'["turn"] = Nothing /\ approval'["turn"] = "none")

\* The owner can be asked, answers as the owner likes, and an approval is good for a tool.
OwnerIsFree == \A c \in Contexts :
    /\ holds[c].marked /\ approval[c] = "none" => ENABLED (Next /\ approval'[c] = "asked")
    /\ approval[c] = "asked" => ENABLED (Next /\ approval'[c] = "given") /\ ENABLED (Next /\ approval'[c] = "none" /\ holds' = holds)
    /\ approval[c] = "given" => ENABLED (Next /\ ran'.by = c /\ approval'[c] = "none")

StepsAreApart == [][
    /\ came' # came => ran' = ran /\ \E c \in Contexts : holds'[c].outside /\ ~fresh'[c]
    /\ ran' # ran => holds' = holds /\ ran'.by \in Contexts
    /\ \E p \in Places : \A q \in Places \ {p} : holds'[q] = holds[q]
    /\ \E c \in Contexts : \A d \in Contexts \ {c} : UNCHANGED <<approval[d], fresh[d]>>
    /\ \A p \in Stores : holds[p].outside => holds'[p].outside
    /\ \A c \in Contexts :
        /\ approval'[c] # approval[c] /\ approval'[c] # "none" => UNCHANGED <<holds, ran>>
        /\ approval'[c] = "given" /\ approval[c] # "given" => approval[c] = "asked" /\ fresh'[c]
        /\ approval'[c] = "asked" /\ approval[c] # "asked" => approval[c] = "none" /\ holds[c].marked
        /\ fresh'[c] /\ ~fresh[c] => approval[c] = "asked" /\ approval'[c] = "given"]_vars

\* Witnesses
ApprovedRan == ran.outside /\ ran.approved /\ ran.by = "turn"
CleanRan == ran.by = "turn" /\ ~ran.outside /\ holds["memory"].outside
BackFromMemory == holds["turn"].marked /\ ~holds["sub-agent"].outside /\ holds["memory"].marked /\ ran.by = "turn" /\ ~ran.outside
SubAgentApproved == ran.by = "sub-agent" /\ ran.outside
==============================================================================
