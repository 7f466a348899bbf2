---- MODULE SessionKeys ------------------------------------------------------
(*
How a direct message finds its session: the key built by
buildAgentPeerSessionKey (routing/session-key.js), for one agent called main.

A peer is a record of the channel it writes on, the gateway's account it
writes to, and its id there.  Identity links are a sequence of groups, in the
order of the configuration; a group has a name (the canonical name) and the
channel-prefixed ids it lists.  Keys are real strings, so that two different
peers collide here exactly when their keys would collide in the store.

Three departures from the code, all because the code lets strangers collide
there.  A linked peer's key ends in link:NAME, where the code writes dm:NAME
and so cannot tell the group from a peer who calls himself NAME.  An id is
looked up in the links only with its channel in front, where the code also
tries the bare id.  And an id stands in the key as the channel spells it, where
the code lower-cases it, although some channels (Matrix) tell ids apart by case.
Each departure is an operator that a red model replaces.

Left out: trimming and agent bindings, which only rename keys.
*)
EXTENDS Sequences

Scopes == {"main", "per-peer", "per-channel-peer", "per-account-channel-peer"}

MainKey == "agent:main:main"

(* The spellings under which a peer is looked up in the links. *)
Candidates(p) == {p.channel \o ":" \o p.id}

(* The groups that list the peer, in the order of the configuration. *)
Listing(links, p) ==
  LET candidates == Candidates(p)
      Lists(group) == candidates \cap group.ids # {}
  IN  SelectSeq(links, Lists)

(* The first group that lists the peer names it; the empty string is no link. *)
LinkedName(links, p) ==
  LET hits == Listing(links, p)
  IN  IF hits = <<>> THEN "" ELSE Head(hits).name

(* The peer's id as it stands in the key. *)
IdInKey(p) == p.id

(* The last part of the key: who is speaking. *)
PeerPart(links, p) ==
  LET name == LinkedName(links, p)
  IN  IF name = "" THEN "dm:" \o IdInKey(p) ELSE "link:" \o name

SessionKey(scope, links, p) ==
  CASE scope = "main" -> MainKey
    [] scope = "per-peer" -> "agent:main:" \o PeerPart(links, p)
    [] scope = "per-channel-peer" -> "agent:main:" \o p.channel \o ":" \o PeerPart(links, p)
    [] scope = "per-account-channel-peer" ->
         "agent:main:" \o p.channel \o ":" \o p.account \o ":" \o PeerPart(links, p)

(* What the owner meant by a scope: which peers may meet at all, links aside. *)
SamePlace(scope, p, q) ==
  CASE scope \in {"main", "per-peer"} -> TRUE
    [] scope = "per-channel-peer" -> p.channel = q.channel
    [] scope = "per-account-channel-peer" -> p.channel = q.channel /\ p.account = q.account

==============================================================================
