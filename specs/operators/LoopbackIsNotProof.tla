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
configuration and client is an initial state. A rebound page comes from a name
that the attacker has made point to 127.0.0.1; a dev page is one that another
server on the gateway's host serves.

Where this departs from 2026.9.6: the code lets in whoever comes by serve or by a
listed proxy while no secret is asked for, and refuses whoever comes by a proxy
that is not listed. 2026.1.29 checks no Origin. Left out: guessing the secret
(GuessesAreLimited), scopes (OperatorScopes).
*)
EXTENDS Naturals, Sequences

VARIABLES
    cfg,        \* the gateway's configuration, and its client; never changes
    conn        \* the connection, and how far it has come

vars == <<cfg, conn>>

Loopback == "127.0.0.1"
Peer == "100.64.0.7"            \* an address of the tailnet, which is Ann's
WhoIs(address) == IF address = Peer THEN "ann" ELSE ""

\* From where each client comes, which host it asks for, and its browser's Origin.
At(socket, host, origin) == [socket |-> socket, host |-> host, origin |-> origin]
Request == [
    program  |-> At(Loopback, "localhost:18789", ""),
    ownPage  |-> At(Loopback, "localhost:18789", "http://localhost:18789"),
    devPage  |-> At(Loopback, "localhost:18789", "http://localhost:5173"),
    page     |-> At(Loopback, "localhost:18789", "https://evil.example"),
    rebound  |-> At(Loopback, "evil.example:18789", "http://evil.example:18789"),
    site     |-> At(Loopback, "localhost:18789", "https://ui.example"),
    peer     |-> At(Loopback, "gw.tail.ts.net", "https://gw.tail.ts.net"),
    peerPage |-> At(Loopback, "gw.tail.ts.net", "https://evil.example"),
    funnel   |-> At(Loopback, "gw.tail.ts.net", ""),
    proxy    |-> At(Loopback, "gateway.example", ""),
    lan      |-> At("192.168.1.66", "192.168.1.5:18789", "http://192.168.1.5:18789")]
Clients == DOMAIN Request
ByTailscale == {"peer", "peerPage", "funnel"}
HostOf == [origin \in {Request[c].origin : c \in Clients} |->
    CASE origin = "http://localhost:18789" -> "localhost:18789"
      [] origin = "http://localhost:5173" -> "localhost:5173"
      [] origin = "https://evil.example" -> "evil.example"
      [] origin = "http://evil.example:18789" -> "evil.example:18789"
      [] origin = "https://ui.example" -> "ui.example"
      [] origin = "https://gw.tail.ts.net" -> "gw.tail.ts.net"
      [] origin = "http://192.168.1.5:18789" -> "192.168.1.5:18789"
      [] OTHER -> ""]
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
IsForeignPage == cfg.client \in {"page", "rebound", "peerPage"} \/ (cfg.client = "site" /\ ~cfg.site)
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
    /\ conn.login \in {"", "ann"} /\ \A i \in DOMAIN conn.hops : conn.hops[i] \in {Loopback, Peer, "203.0.113.9"}

\* A client forges what it can, and nothing keeps a client out that has a right to be in.
Reaches(status) == ENABLED (conn' = [conn EXCEPT !.status = status] /\ Next)
ClientIsFree ==
    conn = NoConnection => \A forged \in Forged, login \in Logins : ENABLED (
        conn' = [status |-> "open", asks |-> Asks, hops |-> forged \o Written, login |-> login] /\ Next)
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
    /\ conn.status \in {"refused", "paired", "waiting"} => ENABLED (conn' = NoConnection /\ Next)

\* Each check comes in its turn, and nothing that was sent changes meanwhile.
Ways == {<<"none", "open">>, <<"open", "checked">>, <<"open", "refused">>, <<"checked", "admitted">>,
         <<"checked", "refused">>, <<"admitted", "paired">>, <<"admitted", "waiting">>}
ChecksAreInOrder == [][conn' = NoConnection \/
    (/\ <<conn.status, conn'.status>> \in Ways
     /\ conn.status # "none" => conn' = [conn EXCEPT !.status = conn'.status])]_vars
OverBeforeItEnds == [][conn' = NoConnection => conn.status \in {"refused", "paired", "waiting"}]_vars
SentAsForged == conn.status # "none" =>
    conn.asks = Asks /\ conn.login \in Logins /\ \E forged \in Forged : conn.hops = forged \o Written
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
