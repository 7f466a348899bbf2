---- MODULE IdentityIsStable -------------------------------------------------
(*
What of a sender is compared with the owner's lists and makes the session key.

Claim: only an immutable id of the list's own channel matches an entry of an
allow list or of a link. No username, display name, slug, other case, or id of
another server or channel does, and two ids never share a session.

Modelled: the look-up of a sender in a channel's allowFrom
(telegram/bot-access.js resolveSenderAllowMatch), the same look-up for tools
(config/group-policy.js resolveToolsBySender), and the key of a direct message
with links (routing/session-key.js buildAgentPeerSessionKey, scope
per-channel-peer). One list stands for all three: the owner wrote Ann down by
her id, with or without the channel, by her username, or by her display name.
Ann may give up her username. Mallory joins with an id of her choice, renames
herself at will and takes a username that is free. One channel stands for
all: not every channel has an id, a username and a display name.

In 2026.1.29 usernames and names match too, and ids are compared in lower case;
each is a red. A link has one session for all channels here, as with per-peer.
Left out: "*" and the empty list (see fails-closed). Lower, Slug and LocalPart
are tables over the texts of the model.
*)
EXTENDS Sequences

VARIABLES
    entries,      \* what the owner wrote for Ann; never changes
    annUsername,  \* Ann's username, or Free once she has given it up
    mallory,      \* the profile with which Mallory has joined, or Absent
    session,      \* the session of each person who has written, else NoSession
    verdict       \* what was decided about the last message

vars == <<entries, annUsername, mallory, session, verdict>>

Home == "matrix"
AnnId == "@ann:hs"
LinkName == "annie"
Texts == {"matrix:@ann:hs", AnnId, "ann", "Ann Lee"}
Free == "free"
NoSession == "none"

Addresses == {<<Home, "@mallory:hs">>, <<Home, "@Ann:hs">>, <<Home, "@ann:evil">>, <<"webchat", AnnId>>}
Usernames == {"mallory", "ann", "ann."}
DisplayNames == {"Mallory", "Ann Lee", AnnId}

Profile(channel, id, username, name) ==
    [channel |-> channel, id |-> id, username |-> username, name |-> name]
Absent == Profile("nowhere", "", Free, "")
Nothing == [from |-> "nobody", listed |-> FALSE]

Lower(text) == CASE text = "@Ann:hs" -> AnnId [] text = "Ann Lee" -> "ann lee"
    [] text = "Mallory" -> "mallory" [] OTHER -> text
Slug(text) == CASE text = "Ann Lee" -> "ann-lee" [] text = "ann." -> "ann" [] OTHER -> text
LocalPart(id) == IF id \in {AnnId, "@ann:evil"} THEN "ann" ELSE "mallory"

People == {"ann", "mallory"}
Sender(p) == IF p = "ann" THEN Profile(Home, AnnId, annUsername, "Ann Lee") ELSE mallory

Init ==
    /\ entries \in SUBSET Texts
    /\ annUsername = "ann"
    /\ mallory = Absent
    /\ session = [p \in People |-> NoSession]
    /\ verdict = Nothing

\* Ids are compared, and stored in keys, as they are.
Fold(text) == text
KeyPart(id) == id
\* What of a sender may stand in a list: its id, with the channel in front or without.
Spellings(sender) == {Fold(sender.id), sender.channel \o ":" \o Fold(sender.id)}

\* The list is the channel's own, and a sender of another channel is in another list.
IsListed(sender) ==
    sender.channel = Home /\ \E e \in entries : Fold(e) \in Spellings(sender)

\* Links serve all channels, and need the channel in front.
IsLinked(sender) == sender.channel \o ":" \o Fold(sender.id) \in {Fold(e) : e \in entries}

SessionKey(sender) ==
    IF IsLinked(sender) THEN "link:" \o LinkName
    ELSE "agent:main:" \o sender.channel \o ":dm:" \o KeyPart(sender.id)

----
Join(channel, id) ==
    /\ mallory = Absent
    /\ mallory' = Profile(channel, id, "mallory", "Mallory")
    /\ UNCHANGED <<entries, annUsername, session, verdict>>

Rename(name) ==
    /\ mallory # Absent /\ mallory.name # name
    /\ mallory' = [mallory EXCEPT !.name = name]
    /\ UNCHANGED <<entries, annUsername, session, verdict>>

GiveUpUsername ==
    /\ annUsername = "ann"
    /\ annUsername' = Free
    /\ UNCHANGED <<entries, mallory, session, verdict>>

\* A channel gives a username to one sender at a time.
TakeUsername(username) ==
    /\ mallory.username = "mallory"
    /\ mallory.channel = Home => username # annUsername
    /\ mallory' = [mallory EXCEPT !.username = username]
    /\ UNCHANGED <<entries, annUsername, session, verdict>>

Write(p) ==
    /\ Sender(p) # Absent
    /\ verdict' = [from |-> p, listed |-> IsListed(Sender(p))]
    /\ session' = [session EXCEPT ![p] = SessionKey(Sender(p))]
    /\ UNCHANGED <<entries, annUsername, mallory>>

Next ==
    \/ \E a \in Addresses : Join(a[1], a[2])
    \/ \E name \in DisplayNames : Rename(name)
    \/ GiveUpUsername \/ \E username \in Usernames \ {"mallory"} : TakeUsername(username)
    \/ \E p \in People : Write(p)

Spec == Init /\ [][Next]_vars
---- \* The claim
\* The owner meant Ann with each of the entries.
NobodyPassesForAnn == verdict.listed => verdict.from = "ann"

TwoIdsTwoSessions == session["ann"] # NoSession => session["ann"] # session["mallory"]

\* A new name takes nobody to another session.
SessionsStay == [][\A p \in People : session[p] # NoSession => session'[p] = session[p]]_vars

---- \* What keeps the model honest
TypeOK ==
    /\ entries \subseteq Texts
    /\ annUsername \in {"ann", Free}
    /\ mallory = Absent \/ <<mallory.channel, mallory.id>> \in Addresses
    /\ mallory.username \in Usernames \cup {Free} /\ mallory.name \in DisplayNames \cup {""}
    /\ session \in [People -> {NoSession, "link:annie"} \cup
         {"agent:main:" \o a[1] \o ":dm:" \o a[2] : a \in Addresses \cup {<<Home, AnnId>>}}]
    /\ verdict \in [from : People \cup {"nobody"}, listed : BOOLEAN]

AnnsIds == {AnnId, "matrix:@ann:hs"}
ListedOnlyByAnEntry == verdict.listed => entries # {}
AnnIsListed == verdict.from = "ann" /\ entries \cap AnnsIds # {} => verdict.listed
AnnIsLinked == session["ann"] # NoSession =>
    (session["ann"] = "link:annie" <=> "matrix:@ann:hs" \in entries)
UsernamesAreUnique == mallory.channel = Home /\ mallory.username = "ann" => annUsername = Free
\* Nobody is held back: neither Ann, nor Mallory in what she calls herself.
MalloryIsFree ==
    /\ mallory = Absent => \A a \in Addresses :
         ENABLED (Next /\ mallory' = Profile(a[1], a[2], "mallory", "Mallory"))
    /\ mallory # Absent => \A name \in DisplayNames \ {mallory.name} :
         ENABLED (Next /\ mallory' = [mallory EXCEPT !.name = name])
    /\ mallory.username = "mallory" => \A username \in {"ann", "ann."} :
         (username = "ann" /\ annUsername = "ann" /\ mallory.channel = Home)
           \/ ENABLED (Next /\ mallory' = [mallory EXCEPT !.username = username])
AnnIsFree == annUsername = "ann" => ENABLED (Next /\ annUsername' = Free)
EveryoneIsHeard == \A p \in People : p = "ann" \/ mallory # Absent =>
    verdict.from = p \/ ENABLED (Next /\ verdict'.from = p /\ session'[p] # NoSession)

ListsAndIdsAreFixed == [][
    /\ entries' = entries
    /\ mallory # Absent => mallory'.channel = mallory.channel /\ mallory'.id = mallory.id]_vars

\* One thing at a time, and a username that was given up does not come back.
OneThingAtATime == [][
    /\ annUsername' # annUsername => annUsername' = Free /\ UNCHANGED <<mallory, session, verdict>>
    /\ mallory' # mallory =>
         /\ UNCHANGED <<annUsername, session, verdict>>
         /\ mallory = Absent \/ mallory'.name = mallory.name \/ mallory'.username = mallory.username
         /\ mallory.username \in {"ann", "ann."} => mallory'.username = mallory.username
    /\ verdict' # verdict => \A p \in People \ {verdict'.from} : session'[p] = session[p]]_vars

\* Witnesses
AnnListed == verdict.listed /\ annUsername = Free
NamesakeRefused == verdict = [from |-> "mallory", listed |-> FALSE]
    /\ mallory.name = "Ann Lee" /\ entries = Texts
UsernameTaken == verdict = [from |-> "mallory", listed |-> FALSE]
    /\ mallory.channel = Home /\ mallory.username = "ann" /\ entries = Texts
LinkedApart == session["ann"] = "link:annie" /\ session["mallory"] # NoSession /\ mallory.channel # Home
SlugRefused == verdict = [from |-> "mallory", listed |-> FALSE]
    /\ mallory.channel = Home /\ mallory.username = "ann." /\ annUsername = "ann" /\ "ann" \in entries
CasesApart == session["ann"] # NoSession /\ session["mallory"] # NoSession /\ mallory.id = "@Ann:hs"
==============================================================================
