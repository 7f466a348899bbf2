---- MODULE GatewayProtected -------------------------------------------------
(*
The gateway's front door: what a token or a password is worth, behind every
bind mode, with and without a reverse proxy in front.

Claim: whoever lacks the configured secret never invokes a tool, wherever the
gateway listens; whoever has it is let in; and only a client on the gateway's
own host has its device paired without the owner being asked. The last part
matters because a paired device keeps a token of its own, which outlives a
change of the secret.

Modelled: authorizeGatewayConnect; isLocalDirectRequest with the socket's
address, the hops of X-Forwarded-For and gateway.trustedProxies; silent pairing
of local clients (ws-connection/message-handler.js). A client may write any
forwarding header of its own; a trusted proxy appends the address that it saw.
The Host header is the client's to choose, so it is taken to pass. Mode none is
kept for the matrix of configurations; the claim speaks of the other two.

Where this departs from 2026.1.29: the believed hop is the one that the trusted
proxy itself appended. Left out: tailscale serve's identity headers, device
tokens and their use, the browser's origin check. One client with one
connection is enough, because no check looks at more than one connection.
*)
EXTENDS Gateway

Credentials == {"none", "blank", "wrong", "right"}
ProxyAddress == Loopback        \* the proxy runs on the gateway's host

Init ==
    /\ \E bind \in BindModes, place \in Places :
         cfg \in [bind: {bind}, unbindable: SUBSET Tries(bind), auth: AuthModes, secret: Secrets,
                  place: {place}, credential: Credentials,
                  \* trustedProxies names the proxy; without one it says nothing
                  trusted: IF place = "behind the proxy" THEN BOOLEAN ELSE {FALSE}]
    /\ gateway = Stopped
    /\ connection = NoConnection
    /\ tool = "idle"

\* The address from which a client at this place is seen to come.
AddressSeen(place) ==
    CASE place = "the same host" ->
           (IF gateway.address = Wildcard THEN Loopback ELSE gateway.address)
      [] place \in {"behind the proxy", "the internet"} -> "203.0.113.9"
      [] place = "the local network" -> "192.168.1.66"
      [] place = "the tailnet" -> "100.64.0.66"

\* X-Forwarded-For as the client sends it: nothing, or a lie.
Forgeries == {<<>>, <<Loopback>>}

\* What the proxy makes of it. One that trustedProxies does not list may leave a
\* header that is already there as it is.
Forward(forged) ==
    IF cfg.trusted \/ forged = <<>> THEN Append(forged, AddressSeen(cfg.place)) ELSE forged

----
\* A client with a device asks for a lasting session; one without (the HTTP
\* tools route) only ever shows the secret.
Connect ==
    /\ gateway.status = "listening"
    /\ connection.status = "none"
    /\ Reaches(cfg.place, gateway.address)
    /\ \E forged \in Forgeries, device \in BOOLEAN :
         LET proxied == cfg.place = "behind the proxy" IN
         connection' = [
            status |-> "open",
            device |-> device,
            socket |-> IF proxied THEN ProxyAddress ELSE AddressSeen(cfg.place),
            hops   |-> IF proxied THEN Forward(forged) ELSE forged]
    /\ UNCHANGED <<cfg, gateway, tool>>

RemoteIsTrustedProxy == cfg.trusted /\ connection.socket = ProxyAddress

\* The hop that the proxy wrote; everything before it is hearsay.
BelievedHop(hops) == hops[Len(hops)]

ClientIp == IF RemoteIsTrustedProxy /\ connection.hops # <<>>
            THEN BelievedHop(connection.hops)
            ELSE connection.socket

\* Forwarding headers from anyone but a trusted proxy make a client not local.
IsLocalDirectRequest ==
    /\ ClientIp = Loopback
    /\ connection.hops # <<>> => RemoteIsTrustedProxy

LetsIn == AuthorizeGatewayConnect

Authorize ==
    /\ connection.status = "open"
    /\ LetsIn
    /\ LET next == IF connection.device THEN "unpaired" ELSE "ready" IN
         connection' = [connection EXCEPT !.status = next]
    /\ UNCHANGED <<cfg, gateway, tool>>

TurnAway ==
    /\ connection.status = "open"
    /\ ~LetsIn
    /\ connection' = [connection EXCEPT !.status = "rejected"]
    /\ UNCHANGED <<cfg, gateway, tool>>

PairSilently ==
    /\ connection.status = "unpaired"
    /\ IsLocalDirectRequest
    /\ connection' = [connection EXCEPT !.status = "paired silently"]
    /\ UNCHANGED <<cfg, gateway, tool>>

ApproveDevice ==
    /\ connection.status = "unpaired"
    /\ ~IsLocalDirectRequest
    /\ connection' = [connection EXCEPT !.status = "approved by the owner"]
    /\ UNCHANGED <<cfg, gateway, tool>>

InvokeTool ==
    /\ connection.status \in {"ready", "paired silently", "approved by the owner"}
    /\ tool' = "invoked"
    /\ UNCHANGED <<cfg, gateway, connection>>

Next ==
    \/ ResolveBindHost \/ Listen \/ RefuseToStart \/ Stop
    \/ Connect \/ Authorize \/ TurnAway
    \/ PairSilently \/ ApproveDevice \/ InvokeTool

Spec == Init /\ [][Next]_vars

----
TypeOK ==
    /\ GatewayTypeOK
    /\ connection = NoConnection \/
         /\ connection.status \in {"open", "rejected", "ready", "unpaired",
                                   "paired silently", "approved by the owner"}
         /\ connection.device \in BOOLEAN
         /\ Len(connection.hops) <= 2

HoldsSecret == cfg.secret = "set" /\ cfg.credential = "right"

\* A token or a password keeps out whoever lacks it, at every place.
SecretRequired == Protected /\ tool = "invoked" => HoldsSecret

\* ... and nobody else: the right secret is never turned away.
SecretSuffices == connection.status = "rejected" => Protected /\ ~HoldsSecret

\* A device from elsewhere is paired by the owner, or not at all.
OwnerPairsRemoteDevices ==
    connection.status = "paired silently" => cfg.place = "the same host"

\* The owner of the host is not pestered: a plain local client pairs by itself.
LocalNeedsNoOwner ==
    connection.status = "approved by the owner" =>
        \/ cfg.place # "the same host"
        \/ connection.hops # <<>>
        \/ gateway.address \in {TailnetIP, LanIP}

\* Nobody calls who was not let in, and paired where he has a device.
OnlyAdmittedClientsCall ==
    tool = "invoked" =>
        connection.status \in {"ready", "paired silently", "approved by the owner"}

\* Mode none is for the host and what the operator himself puts before it.
RemoteNeedsSecret == cfg.place \in Remote /\ tool = "invoked" => HoldsSecret

IsConnected == connection.status # "none"

\* Pairing is for clients with a device, and no such client goes without.
DevicesArePaired ==
    /\ connection.status = "ready" => ~connection.device
    /\ connection.status \in {"unpaired", "paired silently", "approved by the owner"} =>
           connection.device

\* What the gateway sees of a client. Only the host's own processes and the
\* proxy come from loopback; nobody else comes from an address of the host.
OnlyTheHostLooksLocal ==
    IsConnected => (connection.socket = Loopback <=>
        \/ cfg.place = "behind the proxy"
        \/ cfg.place = "the same host" /\ gateway.address \in {Loopback, Wildcard})
OnlyTheHostUsesItsAddresses ==
    IsConnected /\ cfg.place \in Remote => connection.socket \notin Addresses
PrivateAddressesStayHome == IsConnected /\ cfg.place \in Remote =>
    /\ connection.socket = "100.64.0.66" <=> cfg.place = "the tailnet"
    /\ connection.socket = "192.168.1.66" <=> cfg.place = "the local network"

\* A trusted proxy writes the last hop; without a proxy there is a lie at most.
TrustedProxyTellsWho == IsConnected /\ cfg.trusted =>
    connection.hops # <<>> /\ connection.hops[Len(connection.hops)] \notin Addresses
ProxyMarksItsClients == IsConnected /\ cfg.place = "behind the proxy" => connection.hops # <<>>
HopsAreForged ==
    IsConnected /\ cfg.place # "behind the proxy" => connection.hops \in {<<>>, <<Loopback>>}

\* A header gains nothing, not even on the host itself.
HeadersPairNobody == connection.status = "paired silently" => connection.hops = <<>>

ClientIsReal ==
    /\ cfg.credential \in Credentials /\ (cfg.trusted => cfg.place = "behind the proxy")
    /\ IsConnected => Reaches(cfg.place, gateway.address)

\* The client connects with any device and any lie. An unlisted proxy may even
\* pass the lie on as it is.
ClientMayLie ==
    gateway.status = "listening" /\ ~IsConnected /\ Reaches(cfg.place, gateway.address) =>
        \A device \in BOOLEAN, lies \in BOOLEAN :
            ENABLED (Connect /\ connection'.status = "open" /\ connection'.device = device
                       /\ lies = (connection'.hops # <<>> /\ connection'.hops[1] = Loopback))

\* Nobody waits for ever: each check has an outcome, and who is in can call.
ChecksHaveOutcomes ==
    CASE connection.status = "open" ->
           ENABLED (Authorize /\ connection'.status \in {"unpaired", "ready"})
             \/ ENABLED (TurnAway /\ connection'.status = "rejected")
      [] connection.status = "unpaired" ->
           ENABLED (PairSilently /\ connection'.status = "paired silently")
             \/ ENABLED (ApproveDevice /\ connection'.status = "approved by the owner")
      [] connection.status \in {"ready", "paired silently", "approved by the owner"} ->
           ENABLED (InvokeTool /\ tool' = "invoked")
      [] OTHER -> TRUE

\* A client is judged once, and only one that was let in is paired, once.
JudgedOnce == [][
    /\ connection'.status \in {"ready", "unpaired", "rejected"} => connection.status = "open"
    /\ connection'.status \in {"paired silently", "approved by the owner"} =>
           connection.status = "unpaired"]_connection

\* What the gateway knows of a connection does not change under its eyes.
ConnectionStaysItself == [][
    IsConnected /\ IsConnected' =>
        connection' = [connection EXCEPT !.status = connection'.status]]_connection

\* Witnesses
RemoteLetIn ==
    tool = "invoked" /\ cfg.bind = "lan" /\ cfg.place = "the internet" /\ connection.device
PasswordLetIn == tool = "invoked" /\ cfg.auth = "password" /\ gateway.address = TailnetIP
LocalPaired == connection.status = "paired silently" /\ gateway.address = Loopback /\ Protected
BlankTurnedAway ==
    connection.status = "rejected" /\ cfg.secret = "blank" /\ cfg.credential = "blank"
ProxiedApproved ==
    connection.status = "approved by the owner" /\ cfg.trusted /\ Len(connection.hops) = 2
ProxiedUnlisted ==
    connection.status = "approved by the owner" /\ connection.hops = <<Loopback>> /\ ~cfg.trusted
        /\ cfg.place = "behind the proxy"
ProxiedStranger == connection.status = "rejected" /\ cfg.place = "behind the proxy"
==============================================================================
