---- MODULE DmIsNotGroup -----------------------------------------------------
(*
Which list decides about a message: that of direct messages, that of groups, or
the store of those whom the owner has approved after a pairing request.

Claim: an approval for direct messages counts for direct messages alone, on the
account and the channel where it was given, while that account pairs. It never
admits the sender to a group.

Modelled: the lists that 2026.9.6 decides with (resolveDmGroupAccessWithLists)
and that each monitor of 2026.1.29 makes for itself, for example
imessage/monitor/monitor-provider.js. Three accounts, two of them on one
channel, have the same settings. Mallory writes to each of them, directly or in
a group; the owner approves her requests, and may change the policy for direct
messages later. Every configuration is an initial state.

In 2026.1.29 the store is joined to the list of groups (red store-in-group), is
one for all accounts of a channel (account-shared), and counts under every
policy (outlives-policy). Left out: codes and their age (pairing), mentions
(ingress-gating), "*", and the policy open for direct messages.
*)
VARIABLES
    lists,      \* the owner's settings for groups and the two lists; never change
    dmPolicy,   \* the policy for direct messages; the owner may change it
    pending,    \* the accounts where Mallory's request waits for the owner
    approved,   \* the accounts where the owner has approved Mallory
    last        \* the last message and what became of it

vars == <<lists, dmPolicy, pending, approved, last>>

At(channel, account) == [channel |-> channel, account |-> account]
Accounts == {At("telegram", "default"), At("telegram", "work"), At("signal", "default")}
Nowhere == At("none", "none")

DmPolicies == {"pairing", "allowlist", "disabled"}
Settings == [groupPolicy : {"allowlist", "open", "disabled"}, fallback : BOOLEAN,
             allowFrom : {{}, {"mallory"}}, groupAllowFrom : {{}, {"bob"}, {"mallory"}}]
Message(at, place, admitted) == [at |-> at, place |-> place, admitted |-> admitted]
NoMessage == Message(Nowhere, "nowhere", FALSE)

Init ==
    /\ lists \in Settings
    /\ dmPolicy \in DmPolicies
    /\ pending = {} /\ approved = {}
    /\ last = NoMessage

\* Whom the store has for an account.
StoreAllowFrom(at) == IF at \in approved THEN {"mallory"} ELSE {}

\* The store counts only while the account pairs.
StoreCounts == dmPolicy = "pairing"
MergeDmAllowFromSources(at) ==
    lists.allowFrom \cup (IF StoreCounts THEN StoreAllowFrom(at) ELSE {})

\* Without a list for groups that of direct messages may stand in, as the owner wrote it.
ResolveGroupAllowFromSources(at) ==
    IF lists.groupAllowFrom # {} THEN lists.groupAllowFrom
    ELSE IF lists.fallback THEN lists.allowFrom ELSE {}

DmAdmits(at) == dmPolicy # "disabled" /\ "mallory" \in MergeDmAllowFromSources(at)
GroupAdmits(at) ==
    \/ lists.groupPolicy = "open"
    \/ lists.groupPolicy = "allowlist" /\ "mallory" \in ResolveGroupAllowFromSources(at)

----
WriteDirectly(at) ==
    /\ last' = Message(at, "direct", DmAdmits(at))
    /\ pending' = IF ~DmAdmits(at) /\ dmPolicy = "pairing" /\ at \notin approved
                  THEN pending \cup {at} ELSE pending
    /\ UNCHANGED <<lists, dmPolicy, approved>>

WriteInGroup(at) ==
    /\ last' = Message(at, "group", GroupAdmits(at))
    /\ UNCHANGED <<lists, dmPolicy, pending, approved>>

Approve(at) ==
    /\ at \in pending
    /\ pending' = pending \ {at}
    /\ approved' = approved \cup {at}
    /\ last' = NoMessage
    /\ UNCHANGED <<lists, dmPolicy>>

\* What was decided before says nothing about the new policy.
ChangePolicy(policy) ==
    /\ policy # dmPolicy
    /\ dmPolicy' = policy
    /\ last' = NoMessage
    /\ UNCHANGED <<lists, pending, approved>>

Next ==
    \/ \E at \in Accounts : WriteDirectly(at) \/ WriteInGroup(at) \/ Approve(at)
    \/ \E policy \in DmPolicies : ChangePolicy(policy)

Spec == Init /\ [][Next]_vars

---- \* The claim
Admitted(place) == last.admitted /\ last.place = place

\* The owner's own lists, read without the code's look-up.
OwnerNamedForGroups ==
    \/ "mallory" \in lists.groupAllowFrom
    \/ lists.groupAllowFrom = {} /\ lists.fallback /\ "mallory" \in lists.allowFrom

GroupsAskTheirOwnList ==
    Admitted("group") => lists.groupPolicy = "open" \/ (lists.groupPolicy = "allowlist" /\ OwnerNamedForGroups)

ApprovalCountsWhereItWasGiven ==
    Admitted("direct") => "mallory" \in lists.allowFrom \/ last.at \in approved

ApprovalCountsWhilePairing ==
    Admitted("direct") => dmPolicy # "disabled" /\ ("mallory" \in lists.allowFrom \/ dmPolicy = "pairing")

---- \* What keeps the model honest
TypeOK ==
    /\ lists \in Settings /\ dmPolicy \in DmPolicies
    /\ pending \subseteq Accounts /\ approved \subseteq Accounts
    /\ last \in [at : Accounts \cup {Nowhere}, place : {"direct", "group", "nowhere"}, admitted : BOOLEAN]

\* The lists are not stricter than they say.
RefusedInGroup ==
    lists.groupPolicy = "disabled" \/ (lists.groupPolicy = "allowlist" /\ ~OwnerNamedForGroups)
RefusedDirectly ==
    \/ dmPolicy = "disabled"
    \/ dmPolicy = "allowlist" /\ "mallory" \notin lists.allowFrom
    \/ dmPolicy = "pairing" /\ "mallory" \notin lists.allowFrom /\ last.at \in pending
ListedIsAdmitted == ~last.admitted =>
    /\ last.place = "group" => RefusedInGroup
    /\ last.place = "direct" => RefusedDirectly

\* Nobody is held back: neither Mallory nor the owner.
MalloryIsFree == last = NoMessage => \A at \in Accounts, place \in {"direct", "group"} :
    ENABLED (Next /\ last'.at = at /\ last'.place = place)
OwnerIsFree ==
    /\ \A at \in pending : ENABLED (Next /\ approved' = approved \cup {at})
    /\ last = NoMessage => \A policy \in DmPolicies :
         policy = dmPolicy \/ ENABLED (Next /\ dmPolicy' = policy)

ListsAreFixed == [][lists' = lists]_vars

\* Only a refused direct message is a request, only a request is approved, and both stay.
WayOfARequest == [][
    /\ pending' \ pending \subseteq
         (IF last'.place = "direct" /\ ~last'.admitted /\ dmPolicy = "pairing" THEN {last'.at} ELSE {})
    /\ approved' \ approved = pending \ pending'
    /\ approved \subseteq approved']_vars

\* A new policy or an approval comes alone, and leaves no old decision standing.
OwnerStepsAreApart == [][
    /\ dmPolicy' # dmPolicy => UNCHANGED <<pending, approved>> /\ last' = NoMessage
    /\ approved' # approved => last' = NoMessage
    /\ last # NoMessage /\ last' = NoMessage => dmPolicy' # dmPolicy \/ approved' # approved]_vars

\* Witnesses
ApprovedDirectly == Admitted("direct") /\ lists.allowFrom = {} /\ dmPolicy = "pairing"
ApprovedButNotInGroup == last.place = "group" /\ ~last.admitted /\ last.at \in approved
    /\ lists.groupPolicy = "allowlist" /\ lists.fallback
ApprovedElsewhere == last.place = "direct" /\ ~last.admitted /\ last.at = At("telegram", "work")
    /\ At("telegram", "default") \in approved
FallbackAdmits == Admitted("group") /\ lists.groupPolicy = "allowlist" /\ lists.groupAllowFrom = {}
PolicyChangedBack == Admitted("direct") /\ lists.allowFrom = {} /\ pending # {}
==============================================================================
