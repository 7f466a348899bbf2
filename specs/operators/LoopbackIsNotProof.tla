---- MODULE LoopbackIsNotProof -----------------------------------------------
(*
Who gets in through the gateway's loopback address.

Claim: neither a loopback socket, nor a header, nor a page in the owner's browser
is authority. Whoever is let in has shown the secret, is known to Tailscale, or is
a program on the gateway's host while the owner asks for no secret; no page of a
foreign site gets in, even with the secret; and only a client on the host has
its device paired without the owner being asked.

Modelled: one connection, with what its client cannot choose (the socket's
address, the Origin of a browser, what tailscale serve and funnel write) and what
it can (forwarding headers, an identity). The checks are checkBrowserOrigin
(gateway/origin-check.ts), isLocalDirectRequest (gateway/net.ts),
authorizeGatewayConnect (gateway/auth.ts) with the identity that
ingress-attribution.ts verifies, and silent pairing of local clients. Every
configuration and client (LoopbackClients) is an initial state.

Where this departs from 2026.9.6: the code lets in whoever comes by serve or by a
listed proxy while no secret is asked for, and refuses whoever comes by a proxy
that is not listed. 2026.1.29 checks no Origin. Left out: guessing the secret
(GuessesAreLimited), scopes (OperatorScopes).
*)
EXTENDS LoopbackClients, Sequences, Naturals

VARIABLES
    cfg,        \* the gateway's configuration, and its client; never changes
    conn        \* the connection, and how far it has come

vars == <<cfg, conn>>

NoConnection == [status |-> "none", asks |-> At("", "", ""), hops |-> <<>>, login |-> ""]

Init ==
    /\ \E client \in Clients : cfg \in [
         auth: {"token", "none"}, site: BOOLEAN, client: {client}, secret: BOOLEAN,
         tailscale: IF client \in {"peer", "peerPage"} THEN {"serve"}
                    ELSE IF client = "funnel" THEN {"funnel"} ELSE {"off", "serve", "funnel"}]
    /\ conn = NoConnection

----
Asks == Request[cfg.client]

\* A browser sends no forwarding header of a page's choice, tailscale writes its
\* own, and a proxy adds the address that it sees.
Forged == IF Asks.origin # "" \/ cfg.client \in ByTailscale THEN {<<>>}
          ELSE {<<>>, <<Loopback>>, <<Peer>>}
Written == CASE cfg.client \in {"peer", "peerPage"} -> <<Peer>>
             [] cfg.client \in {"funnel", "proxy"} -> <<"203.0.113.9">>
             [] OTHER -> <<>>
Logins == IF cfg.client \in {"peer", "peerPage"} THEN {"ann"}
          ELSE IF Asks.origin # "" \/ cfg.client = "funnel" THEN {""} ELSE {"", "ann"}

Connect(forged, login) ==
    /\ conn = NoConnection
    /\ forged \in Forged
    /\ login \in Logins
    /\ conn' = [status |-> "open", asks |-> Asks, hops |-> forged \o Written, login |-> login]
    /\ UNCHANGED cfg

Move(from, to) ==
    /\ conn.status = from
    /\ conn' = [conn EXCEPT !.status = to]
    /\ UNCHANGED cfg

\* What a forwarding header says does not count; that there is one does.
IsLocalDirect == Asks.socket = Loopback /\ conn.hops = <<>>

\* A host that no stranger's name can stand for.
TrustedHost == Asks.host \in {"gw.tail.ts.net", "192.168.1.5:18789"}
    \/ (Asks.host = "localhost:18789" /\ IsLocalDirect)
SameOrigin == HostOf[Asks.origin] = Asks.host /\ TrustedHost
OriginAllowed ==
    \/ Asks.origin = ""
    \/ cfg.site /\ Asks.origin = "https://ui.example"
    \/ SameOrigin
    \/ IsLocalDirect /\ HostOf[Asks.origin] \in {"localhost:18789", "localhost:5173"}

PassOrigin == OriginAllowed /\ Move("open", "checked")
RefuseOrigin == ~OriginAllowed /\ Move("open", "refused")
\* Only what came by the gateway's own serve carries an identity.
KnownToTailscale ==
    /\ cfg.client \in ByTailscale
    /\ conn.login # ""
    /\ WhoIs(conn.hops[Len(conn.hops)]) = conn.login

AuthorizedWithoutSecret == IsLocalDirect
Authorized ==
    \/ cfg.auth = "token" /\ cfg.secret
    \/ cfg.auth = "none" /\ AuthorizedWithoutSecret
    \/ cfg.tailscale = "serve" /\ KnownToTailscale

Admit == Authorized /\ Move("checked", "admitted")
TurnAway == ~Authorized /\ Move("checked", "refused")
PairSilently == IsLocalDirect /\ Move("admitted", "paired")
AskOwner == ~IsLocalDirect /\ Move("admitted", "waiting")
Disconnect ==
    /\ conn.status \in {"refused", "paired", "waiting"}
    /\ conn' = NoConnection
    /\ UNCHANGED cfg

Next ==
    \/ \E forged \in {<<>>, <<Loopback>>, <<Peer>>}, login \in {"", "ann"} : Connect(forged, login)
    \/ PassOrigin \/ RefuseOrigin \/ Admit \/ TurnAway \/ PairSilently \/ AskOwner \/ Disconnect

Spec == Init /\ [][Next]_vars

---- \* The claim
IsAdmitted == conn.status \in {"admitted", "paired", "waiting"}
IsForeignPage ==
    cfg.client \in {"page", "rebound", "peerPage"} \/ (cfg.client = "site" /\ ~cfg.site)
IsOnHost == cfg.client \in {"program", "ownPage", "devPage", "site"}

NoForeignPage == IsAdmitted => ~IsForeignPage
AdmittedByProof == IsAdmitted =>
    \/ cfg.auth = "token" /\ cfg.secret
    \/ cfg.auth = "none" /\ IsOnHost
    \/ cfg.client = "peer"
PairedOnTheHostOnly == conn.status = "paired" => IsOnHost /\ ~IsForeignPage

---- \* What keeps the model honest
TypeOK ==
    /\ cfg \in [auth: {"token", "none"}, site: BOOLEAN, client: Clients, secret: BOOLEAN,
                tailscale: {"off", "serve", "funnel"}]
    /\ conn.status \in {"none", "open", "checked", "refused", "admitted", "paired", "waiting"}
    /\ conn.login \in {"", "ann"}
    /\ \A i \in DOMAIN conn.hops : conn.hops[i] \in {Loopback, Peer, "203.0.113.9"}

\* A client forges what it can, and nothing keeps a client out that has a right to be in.
Reaches(status) == ENABLED (Next /\ conn' = [conn EXCEPT !.status = status])
ClientIsFree ==
    conn = NoConnection => \A forged \in Forged, login \in Logins : ENABLED (Next
        /\ conn' = [status |-> "open", asks |-> Asks, hops |-> forged \o Written, login |-> login])
NobodyIsHeldBack ==
    /\ conn.status = "open" =>
        IF IsForeignPage THEN \E status \in {"checked", "refused"} : Reaches(status)
        ELSE Reaches("checked") /\ ~Reaches("refused")
    /\ conn.status = "checked" /\ ~IsForeignPage =>
        IF \/ cfg.auth = "token" /\ cfg.secret
           \/ cfg.auth = "none" /\ IsOnHost /\ conn.hops = <<>>
           \/ cfg.client = "peer"
        THEN Reaches("admitted") /\ ~Reaches("refused")
        ELSE \E status \in {"admitted", "refused"} : Reaches(status)
    /\ conn.status = "admitted" =>
        IF IsOnHost /\ conn.hops = <<>> THEN Reaches("paired") /\ ~Reaches("waiting")
        ELSE \E status \in {"paired", "waiting"} : Reaches(status)
    /\ conn.status \in {"refused", "paired", "waiting"} => ENABLED (Next /\ conn' = NoConnection)

\* Each check comes in its turn, and nothing that was sent changes meanwhile.
Ways == {
    <<"none", "open">>, <<"open", "checked">>, <<"open", "refused">>, <<"checked", "admitted">>,
    <<"checked", "refused">>, <<"admitted", "paired">>, <<"admitted", "waiting">>}
ChecksAreInOrder == [][conn' = NoConnection \/
    (/\ <<conn.status, conn'.status>> \in Ways
     /\ conn.status # "none" => conn' = [conn EXCEPT !.status = conn'.status])]_vars
OverBeforeItEnds ==
    [][conn' = NoConnection => conn.status \in {"refused", "paired", "waiting"}]_vars
SentAsForged == conn.status # "none" =>
    /\ conn.asks = Asks /\ conn.login \in Logins
    /\ \E forged \in Forged : conn.hops = forged \o Written
ConfigurationIsFixed == [][cfg' = cfg]_vars

---- \* Witnesses
ProgramIsPaired == conn.status = "paired" /\ cfg.client = "program"
OwnPageIsPaired == conn.status = "paired" /\ cfg.client = "ownPage" /\ cfg.auth = "none"
PeerIsKnown == conn.status = "waiting" /\ cfg.client = "peer" /\ ~cfg.secret
PageIsRefused == conn.status = "refused" /\ cfg.client = "page" /\ cfg.secret
FunnelIsRefused == conn.status = "refused" /\ cfg.client = "funnel" /\ cfg.auth = "none"
ForgerIsRefused == conn.status = "refused" /\ cfg.client = "proxy" /\ conn.hops[1] = Peer
    /\ conn.login = "ann" /\ cfg.tailscale = "serve"
==============================================================================
