---- MODULE RoutingIsolation -------------------------------------------------
(*
Direct messages and sessions.  Claim: with an isolating dmScope, the messages
of distinct, unlinked peers never share a session.

Configurations are initial states: each of the three isolating scopes, with no
identity links or with one group, annie, that joins Ann's accounts on Telegram
and on Discord.  Ann also writes to a second account of the gateway.  Mallory
joins later, on a channel and under an id that she chooses among those that
hurt: her own name, Ann's id, the same in another case, the name of Ann's group,
and Ann's id with the channel's prefix written into it.  Peers speak and ask in any order.

Two peers are related when the configuration says so: they are at the same
place as far as the scope looks, and are the same id or in the same group.
With per-peer the id alone names a person, on whatever channel; that is what
the scope means, so an equal id on another channel is no stranger there.

Left out: the scope main, which shares everything on purpose (it is the code's
default), overrides per channel (RoutingPrecedence) and several link groups
(RoutingIdentityLinks).  Groups and threads have keys of their own form.

Bounds: a leak needs one who speaks and one who asks.  Five peers give every
kind of pair: linked or not, same or other channel, account and id; Mallory's
five ids are one for each part of a key that somebody else's text can imitate.
*)
EXTENDS SessionKeys, Transcripts

VARIABLES
  dmScope,         \* session.dmScope
  identityLinks,   \* session.identityLinks
  attacker         \* the peer that Mallory has joined as, or Absent

vars == <<dmScope, identityLinks, attacker, log, answer>>

At(channel, account, id) == [channel |-> channel, account |-> account, id |-> id]

Residents ==
  [ann        |-> At("telegram", "default", "ann"),
   bob        |-> At("telegram", "default", "bob"),
   annAtWork  |-> At("telegram", "work", "ann"),
   annDiscord |-> At("discord", "default", "ann77")]

Annie == [name |-> "annie", ids |-> {"telegram:ann", "discord:ann77"}]

Absent == At("nowhere", "default", "")
Disguises == {"mallory", "ann", "Ann", "annie", "telegram:ann"}

Names == DOMAIN Residents \cup {"mallory"}
Peer(n) == IF n = "mallory" THEN attacker ELSE Residents[n]
Present(n) == Peer(n) # Absent

Init ==
  /\ dmScope \in Scopes \ {"main"}
  /\ identityLinks \in {<<>>, <<Annie>>}
  /\ attacker = Absent
  /\ InitTranscripts

(* A channel never gives one id to two people, and Telegram's hold no colon. *)
Join(channel, id) ==
  /\ attacker = Absent
  /\ ~(channel = "telegram" /\ id = "telegram:ann")
  /\ \A n \in DOMAIN Residents : ~(Residents[n].channel = channel /\ Residents[n].id = id)
  /\ attacker' = At(channel, "default", id)
  /\ UNCHANGED <<dmScope, identityLinks, log, answer>>

KeyOf(n) == SessionKey(dmScope, identityLinks, Peer(n))

Speak(n) ==
  /\ Present(n) /\ WriteTo(KeyOf(n), n)
  /\ UNCHANGED <<dmScope, identityLinks, attacker>>

Ask(n) ==
  /\ Present(n) /\ AnswerFrom(KeyOf(n), n)
  /\ UNCHANGED <<dmScope, identityLinks, attacker>>

Next ==
  \/ \E channel \in {"telegram", "webchat"}, id \in Disguises : Join(channel, id)
  \/ \E n \in Names : Speak(n) \/ Ask(n)

Spec == Init /\ [][Next]_vars

---- \* The claim
(* The owner's links, read without the code's look-up. *)
InAnnie(n) == identityLinks # <<>> /\ n \in {"ann", "annAtWork", "annDiscord"}

Related(m, n) ==
  /\ SamePlace(dmScope, Peer(m), Peer(n))
  /\ Peer(m).id = Peer(n).id \/ (InAnnie(m) /\ InAnnie(n))

StrangersStayApart ==
  \A n \in answer.shown : Related(n, answer.to)

(* One person as the scope and the links have it; the group counts before the id. *)
SamePerson(m, n) ==
  /\ SamePlace(dmScope, Peer(m), Peer(n))
  /\ InAnnie(m) = InAnnie(n)
  /\ InAnnie(m) \/ Peer(m).id = Peer(n).id

(* Isolation is not bought with silence: a person sees all of his own session. *)
AnswersAreWhole ==
  answer # NoAnswer => answer.shown = {n \in Spoken : SamePerson(n, answer.to)}

---- \* What keeps the model honest
TypeOK ==
  /\ dmScope \in Scopes
  /\ identityLinks \in {<<>>, <<Annie>>}
  /\ attacker.channel \in {"nowhere", "telegram", "webchat"} /\ attacker.account = "default"
  /\ attacker.id \in Disguises \cup {""}
  /\ \A entry \in log : entry.key \in STRING /\ entry.from \in Names
  /\ answer.to \in Names \cup {"nobody"} /\ answer.shown \subseteq Names

OnlyPeersTakePart == "mallory" \in Spoken \cup {answer.to} => attacker # Absent

(* The ids that channels give out: none twice, and no colon on Telegram. *)
FreeIds ==
  {At("telegram", "default", id) : id \in {"mallory", "Ann", "annie"}}
    \cup {At("webchat", "default", id) : id \in Disguises}

MalloryHasAFreeId == attacker \in FreeIds \cup {Absent}

\* The attacker is not held back, nor is anybody else.
MalloryMayTakeAnyFreeId ==
  attacker = Absent => \A peer \in FreeIds : ENABLED (Next /\ attacker' = peer)
PeersAreHeardAndAnswered ==
  \A n \in Names : Peer(n) # Absent =>
    /\ n \notin Spoken => ENABLED (Next /\ Spoken' = Spoken \cup {n})
    /\ answer = NoAnswer => ENABLED (Next /\ answer'.to = n)

ConfigurationIsFixed == [][UNCHANGED <<dmScope, identityLinks>>]_vars
MalloryStaysWhoSheIs == [][attacker = Absent]_attacker

\* Witnesses
LinkedPeerIsShown == answer.to = "annDiscord" /\ "ann" \in answer.shown
AccountsAreShared == answer.to = "annAtWork" /\ "ann" \in answer.shown /\ identityLinks = <<>>
ImpostorIsAnswered ==
  answer.to = "mallory" /\ attacker.id = "annie" /\ answer.shown = {"mallory"} /\ InAnnie("ann")
  /\ "ann" \in Spoken
OtherCaseIsAnotherPeer ==
  answer.to = "mallory" /\ attacker.id = "Ann" /\ "ann" \in Spoken \ answer.shown
==============================================================================
