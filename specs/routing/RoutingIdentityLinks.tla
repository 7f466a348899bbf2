---- MODULE RoutingIdentityLinks ---------------------------------------------
(*
Identity links.  Claim: links collapse sessions inside one linked group only;
groups that overlap, and peers outside every group, never merge.

The configuration has two groups, family and office.  Every way to list three
peers (in neither group, in one, in both) under each of the three isolating
scopes is an initial state; a fourth peer, who has on WebChat the very id that
Ann has on Telegram, is never listed.  Peers speak and ask in any order.

Two properties say the claim, one for each half of it.  Whoever is shown to somebody
must share a group with him, or be the same id where neither is listed.  And
two peers whom the owner lists alike must be shown to each other, where the
scope lets them meet.  A peer in two groups belongs to the first one, as in
the code; the properties do not say which, only that he joins no two groups.

Left out: ids chosen to look like a group's name or like a listed id
(RoutingIsolation) and overrides per channel (RoutingPrecedence).  With the
scope main there is nothing to collapse.

Bounds: two groups and three listed peers are the least in which groups can
overlap in one member and have another each; a leak takes one who speaks and
one who asks.
*)
EXTENDS SessionKeys, Transcripts

VARIABLES
  dmScope,         \* session.dmScope
  identityLinks    \* session.identityLinks: the groups in the order of the file

vars == <<dmScope, identityLinks, log, answer>>

At(channel, id) == [channel |-> channel, account |-> "default", id |-> id]

Peer ==
  [carol |-> At("discord", "carol"),
   ann   |-> At("telegram", "ann"),
   bob   |-> At("telegram", "bob"),
   eve   |-> At("webchat", "ann")]

Names == DOMAIN Peer
Listable == {"carol", "ann", "bob"}
Entry == [n \in Names |-> Peer[n].channel \o ":" \o Peer[n].id]

Group(name, members) == [name |-> name, ids |-> {Entry[n] : n \in members}]
Configurations ==
  {<<Group("family", f), Group("office", o)>> : f \in SUBSET Listable, o \in SUBSET Listable}

KeyOf(n) == SessionKey(dmScope, identityLinks, Peer[n])

Init ==
  /\ dmScope \in Scopes \ {"main"}
  /\ identityLinks \in Configurations
  /\ InitTranscripts

Speak(n) == WriteTo(KeyOf(n), n) /\ UNCHANGED <<dmScope, identityLinks>>

Ask(n) == AnswerFrom(KeyOf(n), n) /\ UNCHANGED <<dmScope, identityLinks>>

Next == \E n \in Names : Speak(n) \/ Ask(n)

Spec == Init /\ [][Next]_vars

---- \* The claim
GroupsOf(n) == {g \in {1, 2} : Entry[n] \in identityLinks[g].ids}

SameUnlisted(m, n) ==
  GroupsOf(m) = {} /\ GroupsOf(n) = {} /\ Peer[m].id = Peer[n].id

GroupsStayApart ==
  \A n \in answer.shown :
    /\ SamePlace(dmScope, Peer[n], Peer[answer.to])
    /\ GroupsOf(n) \cap GroupsOf(answer.to) # {} \/ SameUnlisted(n, answer.to)

GroupsMeet ==
  answer # NoAnswer =>
    \A n \in Spoken \ answer.shown :
      ~ /\ SamePlace(dmScope, Peer[n], Peer[answer.to])
        /\ GroupsOf(n) # {} /\ GroupsOf(n) = GroupsOf(answer.to)

---- \* What keeps the model honest
TypeOK ==
  /\ dmScope \in Scopes
  /\ identityLinks \in Configurations
  /\ \A entry \in log : entry.key \in STRING /\ entry.from \in Names
  /\ answer.to \in Names \cup {"nobody"} /\ answer.shown \subseteq Names

PeersAreHeardAndAnswered ==
  \A n \in Names :
    /\ n \notin Spoken => ENABLED (Next /\ Spoken' = Spoken \cup {n})
    /\ answer = NoAnswer => ENABLED (Next /\ answer'.to = n)

ConfigurationIsFixed == [][UNCHANGED <<dmScope, identityLinks>>]_vars

\* Witnesses
AcrossChannels == answer.to = "carol" /\ "ann" \in answer.shown
OverlapKept ==
  /\ GroupsOf("carol") = {1} /\ GroupsOf("ann") = {1, 2} /\ GroupsOf("bob") = {2}
  /\ dmScope = "per-peer" /\ "bob" \in Spoken /\ answer.shown = {"carol", "ann"}
ScopeKeepsLinkedApart ==
  /\ dmScope = "per-channel-peer" /\ GroupsOf("carol") = {2} /\ GroupsOf("ann") = {2}
  /\ answer.to = "carol" /\ "ann" \in Spoken \ answer.shown
==============================================================================
