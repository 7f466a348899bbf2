---- MODULE GuessesAreLimited ------------------------------------------------
(*
Guessing a secret of the gateway.

Claim: wrong secrets are counted per client, under one spelling of its address, in
every credential field. After MaxAttempts wrong secrets within the window no secret
of this client is looked at for the whole lockout; nobody else is locked out for it.

Modelled: createAuthRateLimiter of 2026.9.6 (gateway/auth-rate-limit.ts: check,
recordFailure, reset, resolveKey, isExempt, normalizeRateLimitClientIp) as the
WebSocket's handshake uses it. A counter belongs to a field and a client and keeps
the ages of the mistakes (AgesOfMistakes). A page in the owner's browser comes from
127.0.0.1, but its counter is that of its Origin, and loopback's exemption does not
cover it. Every place of the guesser, with loopback exempt or not, is an initial
state. The guesser knows the token of its own device, unless it is a page. Ann
knows the shared secret.

Where this departs from 2026.9.6: there a wrong shared secret is not counted if
the device token sent with it is right (see the red beside). Releases up to
2026.2.1 count nothing. Left out: the cap on the number of counters, and the
delay that an exempt client waits after each wrong secret.
*)
EXTENDS AgesOfMistakes

VARIABLES
    cfg,        \* where the guesser is, and whether loopback is exempt
    entries,    \* the limiter's counters, by field and client
    past,       \* by field: the ages of the guesser's latest mistakes within a window
    answer      \* the gateway's answer to the attempt that was just made

vars == <<cfg, entries, past, answer>>

Clients == {"the guesser", "Ann"}
Fields == {"shared secret", "device token"}
Places == {"internet", "browser page", "same host"}
Addresses == {"198.51.100.4", "203.0.113.9", "::ffff:203.0.113.9", "127.0.0.1"}
ComesFrom(c) ==
    IF c = "Ann" THEN {"198.51.100.4"}
    ELSE IF cfg.place = "internet" THEN {"203.0.113.9", "::ffff:203.0.113.9"}
    ELSE {"127.0.0.1"}
Canonical(a) == IF a = "::ffff:203.0.113.9" THEN "203.0.113.9" ELSE a
PageOrigin == "browser-origin:https://evil.example"
IsPage(c) == c = "the guesser" /\ cfg.place = "browser page"
ClientId(c, a) == IF IsPage(c) THEN PageOrigin ELSE Canonical(a)
ResolveKey(c, a, f) == <<f, ClientId(c, a)>>
Ids == {ClientId(c, a) : c \in Clients, a \in Addresses}
Empty == [attempts |-> <<>>, locked |-> 0]
Nothing == [client |-> "", address |-> "", field |-> "", result |-> ""]

Init ==
    /\ cfg \in [place: Places, exemptLoopback: BOOLEAN]
    /\ entries = [k \in Fields \X Ids |-> Empty]
    /\ past = [f \in Fields |-> <<>>]
    /\ answer = Nothing

----
IsExempt(c, a) == cfg.exemptLoopback /\ ClientId(c, a) = "127.0.0.1"
Check(c, a, f) == IsExempt(c, a) \/ entries[ResolveKey(c, a, f)].locked = 0

RecordFailure(c, a, f) ==
    LET k == ResolveKey(c, a, f)
        attempts == Latest(entries[k].attempts)
    IN entries' = [entries EXCEPT ![k] =
           IF Len(attempts) = MaxAttempts /\ ~IsExempt(c, a)
           THEN [attempts |-> <<>>, locked |-> Lockout] ELSE [attempts |-> attempts, locked |-> 0]]
Reset(c, a, f) == entries' = [entries EXCEPT ![ResolveKey(c, a, f)] = Empty]

Answer(c, a, f, result) ==
    /\ a \in ComesFrom(c)
    /\ answer' = [client |-> c, address |-> a, field |-> f, result |-> result]
    /\ UNCHANGED cfg

Guess(a, f) ==
    /\ Answer("the guesser", a, f, "wrong")
    /\ Check("the guesser", a, f)
    /\ RecordFailure("the guesser", a, f)
    /\ past' = [past EXCEPT ![f] = Latest(@)]

\* A right secret takes back the mistakes in its own field.
Knows(c, f) == IF c = "Ann" THEN f = "shared secret" ELSE f = "device token" /\ ~IsPage(c)
SignIn(c, a, f) ==
    /\ Knows(c, f)
    /\ Answer(c, a, f, "in")
    /\ Check(c, a, f)
    /\ Reset(c, a, f)
    /\ past' = IF c = "Ann" THEN past ELSE [past EXCEPT ![f] = <<>>]

\* One request with a wrong shared secret and the right token of the guesser's
\* own device: it gets in with the token, and the shared secret counts as wrong.
CountBeside(a) == RecordFailure("the guesser", a, "shared secret")
GuessBeside(a) ==
    /\ Answer("the guesser", a, "shared secret", "wrong, but in")
    /\ Check("the guesser", a, "shared secret")
    /\ Knows("the guesser", "device token")
    /\ past["device token"] = <<>>
    /\ CountBeside(a)
    /\ past' = [past EXCEPT !["shared secret"] = Latest(@)]

\* No secret is looked at, whether right or wrong.
TurnAway(c, a, f) ==
    /\ Answer(c, a, f, "turned away")
    /\ ~Check(c, a, f)
    /\ UNCHANGED <<entries, past>>

LetTimePass ==
    /\ answer' = Nothing
    /\ entries' = [k \in DOMAIN entries |-> LET e == entries[k] IN
           [attempts |-> Recent(Older(e.attempts)),
            locked |-> IF e.locked = 0 THEN 0 ELSE e.locked - 1]]
    /\ past' = [f \in Fields |-> Forget(past[f])]
    /\ UNCHANGED cfg

Next ==
    \/ \E a \in Addresses, f \in Fields : Guess(a, f)
    \/ \E a \in Addresses : GuessBeside(a)
    \/ \E c \in Clients, a \in Addresses, f \in Fields : SignIn(c, a, f) \/ TurnAway(c, a, f)
    \/ LetTimePass

Spec == Init /\ [][Next]_vars

---- \* The claim
\* Judged by what the guesser did, not by the counters.
IsLockedOut(c, f) == c = "the guesser" /\ Len(past[f]) = MaxAttempts
IsTrusted(c) == c = "the guesser" /\ cfg.exemptLoopback /\ cfg.place = "same host"
IsHeard(c, f) == ~IsLockedOut(c, f) \/ IsTrusted(c)

\* Sharper than counting: no secret is even looked at.
GuessesAreLimited == [][\A f \in Fields :
    answer'.client = "the guesser" /\ answer'.field = f /\ answer'.result # "turned away"
    => IsHeard("the guesser", f)]_vars
Gets(c, a, f, result) ==
    ENABLED (Next /\ answer' = [client |-> c, address |-> a, field |-> f, result |-> result])
OthersAreLetIn == \A a \in ComesFrom("Ann") : Gets("Ann", a, "shared secret", "in")
LockedOutForOwnMistakes == answer.result = "turned away" => IsLockedOut(answer.client, answer.field)

---- \* What keeps the model honest
TypeOK ==
    /\ cfg \in [place: Places, exemptLoopback: BOOLEAN]
    /\ \A k \in DOMAIN entries :
        entries[k].locked \in 0..Lockout /\ AreAges(entries[k].attempts, Window)
    /\ \A f \in Fields : AreAges(past[f], Lockout + Window - 1)
    /\ answer \in [client: Clients, address: Addresses, field: Fields,
                   result: {"wrong", "in", "wrong, but in", "turned away"}] \cup {Nothing}

\* Whoever is not locked out can try from each address, and everybody is answered.
NobodyIsHeldBack == \A c \in Clients, f \in Fields : \A a \in ComesFrom(c) :
    IF IsHeard(c, f)
    THEN (Knows(c, f) => Gets(c, a, f, "in")) /\ (c # "Ann" => Gets(c, a, f, "wrong"))
    ELSE \E result \in {"turned away", "wrong"} : Gets(c, a, f, result)

BothFieldsAtOnce ==
    Knows("the guesser", "device token") /\ past["device token"] = <<>> /\ IsHeard("the guesser", "shared secret")
    => \A a \in ComesFrom("the guesser") : Gets("the guesser", a, "shared secret", "wrong, but in")

\* Nobody gets in by a secret that it does not know.
OnlyTheRightSecret ==
    /\ answer.result = "in" => Knows(answer.client, answer.field)
    /\ answer.result = "wrong, but in" => Knows("the guesser", "device token") /\ past["device token"] = <<>>
TimePasses == ENABLED (Next /\ answer' = Nothing)

\* Every mistake is on record, and only the right secret or time takes it off.
MistakesAreRecorded == [][\A f \in Fields :
    LET result == IF answer'.client = "the guesser" /\ answer'.field = f THEN answer'.result ELSE "" IN
    past'[f] = CASE answer' = Nothing -> Forget(past[f])
                 [] result \in {"wrong", "wrong, but in"} -> Latest(past[f])
                 [] result = "in" -> <<>>
                 [] OTHER -> past[f]]_vars
ConfigurationIsFixed == [][cfg' = cfg]_vars

---- \* Witnesses
IsTurnedAway(c) == answer.client = c /\ answer.result = "turned away"
TurnedAwayInOtherSpelling == IsTurnedAway("the guesser") /\ answer.address = "::ffff:203.0.113.9"
PageIsTurnedAway == IsTurnedAway("the guesser") /\ cfg.place = "browser page" /\ cfg.exemptLoopback
AnnIsLetIn == answer.client = "Ann" /\ IsLockedOut("the guesser", "shared secret")
OwnTokenStillWorks == answer.field = "device token" /\ answer.result = "in"
    /\ IsLockedOut("the guesser", "shared secret")
HeardAgain == answer.result = "wrong" /\ past["shared secret"] = <<0>>
    /\ past["device token"] = <<2, 3>>
LoopbackGuessesOn == answer.result = "wrong" /\ IsTrusted("the guesser") /\ past["shared secret"] = <<0, 0>>
==============================================================================
