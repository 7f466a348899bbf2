---- MODULE RoutingPrecedence ------------------------------------------------
(*
Whose dmScope counts.  Claim: a channel's own dmScope wins over the global
one, in both directions: it isolates where the global one shares, and it
shares where the global one isolates.

Every combination of the global scope and of an override, or none, on each of
two channels is an initial state.  Ann and Bob write on Telegram, Ann again to
a second account there, and another person on Discord has the very id that Ann
has on Telegram.  Peers speak and ask in any order.

The property compares each answer with what the owner wanted, word for word:
whoever is shown must be meant to be shown, and whoever has spoken and is
meant to be shown must be.  So it fails for an override that isolates too
little, and for one that isolates too much.

Up to 2026.6.11 the implementation has one scope for all channels,
session.dmScope; from 2026.7.35 on the binding of a whole channel can have a
scope of its own, which resolveAgentRoute obeys as claimed here.
Left out: identity links (RoutingIdentityLinks) and strangers who pick their
ids (RoutingIsolation).

Bounds: two channels, because an override must hold on its own channel and
not on another; four peers, so that for every two neighbouring scopes some
pair of peers meets in the one and not in the other.
*)
EXTENDS SessionKeys, Transcripts

VARIABLES
  globalScope,    \* session.dmScope
  channelScope    \* each channel's own dmScope, or Unset

vars == <<globalScope, channelScope, log, answer>>

Unset == "unset"
Channels == {"telegram", "discord"}

At(channel, account, id) == [channel |-> channel, account |-> account, id |-> id]

Peer ==
  [ann         |-> At("telegram", "default", "ann"),
   bob         |-> At("telegram", "default", "bob"),
   annAtWork   |-> At("telegram", "work", "ann"),
   discordsAnn |-> At("discord", "default", "ann")]

Names == DOMAIN Peer

EffectiveScope(channel) ==
  IF channelScope[channel] # Unset THEN channelScope[channel] ELSE globalScope

KeyOf(n) == SessionKey(EffectiveScope(Peer[n].channel), <<>>, Peer[n])

Init ==
  /\ globalScope \in Scopes
  /\ channelScope \in [Channels -> {Unset} \cup Scopes]
  /\ InitTranscripts

Speak(n) == WriteTo(KeyOf(n), n) /\ UNCHANGED <<globalScope, channelScope>>

Ask(n) == AnswerFrom(KeyOf(n), n) /\ UNCHANGED <<globalScope, channelScope>>

Next == \E n \in Names : Speak(n) \/ Ask(n)

Spec == Init /\ [][Next]_vars

---- \* The claim
(* What the owner wrote down for the peer's channel, read without the code. *)
Wanted(n) ==
  LET own == channelScope[Peer[n].channel]
  IN  IF own \in Scopes THEN own ELSE globalScope

MeantToMeet(m, n) ==
  /\ Wanted(m) = Wanted(n)
  /\ SamePlace(Wanted(m), Peer[m], Peer[n])
  /\ Wanted(m) = "main" \/ Peer[m].id = Peer[n].id

ChannelScopeWins ==
  answer # NoAnswer => answer.shown = {n \in Spoken : MeantToMeet(n, answer.to)}

---- \* What keeps the model honest
TypeOK ==
  /\ globalScope \in Scopes
  /\ channelScope \in [Channels -> {Unset} \cup Scopes]
  /\ \A entry \in log : entry.key \in STRING /\ entry.from \in Names
  /\ answer.to \in Names \cup {"nobody"} /\ answer.shown \subseteq Names

PeersAreHeardAndAnswered ==
  \A n \in Names :
    /\ n \notin Spoken => ENABLED (Next /\ Spoken' = Spoken \cup {n})
    /\ answer = NoAnswer => ENABLED (Next /\ answer'.to = n)

ConfigurationIsFixed == [][UNCHANGED <<globalScope, channelScope>>]_vars

\* Witnesses
OverrideIsolates ==
  globalScope = "main" /\ answer.to = "bob" /\ "ann" \in Spoken \ answer.shown
OverrideShares ==
  globalScope = "per-channel-peer" /\ answer.to = "bob" /\ "ann" \in answer.shown
GlobalScopeStillCounts ==
  /\ channelScope["telegram"] # Unset /\ channelScope["discord"] = Unset
  /\ globalScope = "per-peer" /\ answer.to = "discordsAnn" /\ answer.shown # {}
ChannelsMeetByWish ==
  answer.to = "discordsAnn" /\ "ann" \in answer.shown /\ globalScope = "per-account-channel-peer"
==============================================================================
