---- MODULE ClientConnections ------------------------------------------------
(*
How a client appears to the gateway: the socket's address, the hops of
X-Forwarded-For, Tailscale's identity header, and whether it has a device. Shared
part of GatewayProtected, which judges what is seen here.

A client may write any forwarding or identity header of its own. The proxy on the
gateway's host may have another one before it; each appends the address that it saw,
and one that trustedProxies does not list may leave a header that is there as it is.
tailscale serve comes from loopback like a proxy and is the only one whose identity
header the tailscale daemon confirms. The Host header is the client's to choose, so
it is taken to pass. One client with one connection is enough, because no check
looks at more than one connection.
*)
EXTENDS Gateway

ProxyAddress == Loopback        \* the last proxy runs on the gateway's host
EdgeAddress == "198.51.100.5"   \* the one before it

\* The address from which a client at this place is seen to come.
AddressSeen(place) ==
    CASE place = "the same host" ->
           (IF gateway.address = Wildcard THEN Loopback ELSE gateway.address)
      [] place \in Proxied \cup {"the internet"} -> "203.0.113.9"
      [] place = "the local network" -> "192.168.1.66"
      [] place = "the tailnet" -> "100.64.0.66"

\* X-Forwarded-For and the identity header as the client sends them: nothing, or a lie.
Forgeries == {<<>>, <<Loopback>>}
Logins == {"none", "forged"}

IsServed == cfg.place = "the tailnet" /\ cfg.tailscale = "serve"

\* What those on the way append.
Way == CASE cfg.place = "behind two proxies" -> <<AddressSeen(cfg.place), EdgeAddress>>
         [] OTHER                            -> <<AddressSeen(cfg.place)>>
Forward(forged) == IF cfg.trusted \/ IsServed \/ forged = <<>> THEN forged \o Way ELSE forged

----
\* A client with a device asks for a lasting session; one without only ever shows
\* what it holds, on the tools route or because it hides its device.
Connect ==
    /\ gateway.status = "listening"
    /\ connection.status = "none"
    /\ CanReach(cfg.place)
    /\ \E forged \in Forgeries, device \in BOOLEAN, login \in Logins :
         LET relayed == IsServed \/ cfg.place \in Proxied IN
         /\ login # "none" => cfg.allowTailscale
         /\ connection' = [
              status |-> "open",
              device |-> device,
              login  |-> IF IsServed THEN "confirmed" ELSE login,
              socket |-> IF relayed THEN ProxyAddress ELSE AddressSeen(cfg.place),
              hops   |-> IF relayed THEN Forward(forged) ELSE forged]
    /\ UNCHANGED <<cfg, gateway, tool>>

(* What the gateway makes of what it sees. *)
RemoteIsTrustedProxy == cfg.trusted /\ connection.socket = ProxyAddress

\* The right-most hop that is no proxy; everything before it is hearsay.
BelievedHop(hops) ==
    IF hops[Len(hops)] = EdgeAddress /\ Len(hops) > 1 THEN hops[Len(hops) - 1] ELSE hops[Len(hops)]

ClientIp == IF RemoteIsTrustedProxy /\ connection.hops # <<>>
            THEN BelievedHop(connection.hops)
            ELSE connection.socket

\* Forwarding headers from anyone but a trusted proxy make a client not local.
IsLocalDirectRequest ==
    /\ ClientIp = Loopback
    /\ connection.hops # <<>> => RemoteIsTrustedProxy

\* Tailscale's header counts if the daemon confirms it, whoever wrote it.
IdentityIsProved == connection.login = "confirmed"
TailscaleUser ==
    /\ cfg.allowTailscale /\ connection.socket = Loopback /\ connection.hops # <<>>
    /\ IdentityIsProved

----
IsConnected == connection.status # "none"
IsRelayed == cfg.place \in Proxied \/ (cfg.place = "the tailnet" /\ cfg.tailscale = "serve")

ConnectionTypeOK ==
    connection = NoConnection \/
      /\ connection.status \in {"open", "rejected", "ready", "unpaired",
                                "paired silently", "approved by the owner"}
      /\ connection.device \in BOOLEAN
      /\ connection.login \in {"none", "forged", "confirmed"}
      /\ Len(connection.hops) <= 3

\* Only the host's own processes and those that relay come from loopback; nobody
\* else comes from an address of the host.
OnlyTheHostLooksLocal ==
    IsConnected => (connection.socket = Loopback <=>
        \/ IsRelayed
        \/ cfg.place = "the same host" /\ gateway.address \in {Loopback, Wildcard})
OnlyTheHostUsesItsAddresses ==
    IsConnected /\ cfg.place \in Remote /\ ~IsRelayed => connection.socket \notin Addresses
PrivateAddressesStayHome == IsConnected /\ cfg.place \in Remote /\ ~IsRelayed =>
    /\ connection.socket = "100.64.0.66" <=> cfg.place = "the tailnet"
    /\ connection.socket = "192.168.1.66" <=> cfg.place = "the local network"

\* A trusted proxy writes the last hop; where nobody relays there is a lie at most.
TrustedProxyTellsWho == IsConnected /\ cfg.trusted =>
    /\ connection.hops # <<>>
    /\ connection.hops[Len(connection.hops)] =
         IF cfg.place = "behind two proxies" THEN EdgeAddress ELSE "203.0.113.9"
ServeTellsWho == IsConnected /\ IsRelayed /\ cfg.place = "the tailnet" =>
    connection.hops # <<>> /\ connection.hops[Len(connection.hops)] = "100.64.0.66"
EdgeTellsWho == IsConnected /\ cfg.trusted /\ cfg.place = "behind two proxies" =>
    Len(connection.hops) > 1 /\ connection.hops[Len(connection.hops) - 1] = "203.0.113.9"
ProxyMarksItsClients == IsConnected /\ IsRelayed => connection.hops # <<>>
HopsAreForged == IsConnected /\ ~IsRelayed => connection.hops \in {<<>>, <<Loopback>>}

\* The daemon confirms the tailnet's own clients, who cannot do without that.
OnlyServeConfirms == IsConnected =>
    (connection.login = "confirmed" <=> cfg.place = "the tailnet" /\ cfg.tailscale = "serve")

ClientIsReal ==
    /\ cfg.place # Page /\ (cfg.trusted => cfg.place \in Proxied)
    /\ cfg.allowTailscale \/ cfg.tailscale # "off" => cfg.bind = "loopback" /\ cfg.unbindable = {}
    /\ IsConnected => Reaches(cfg.place, gateway.address) \/ Brings(cfg.tailscale, cfg.place)

\* What the gateway knows of a connection does not change under its eyes.
ConnectionStaysItself == [][
    IsConnected /\ IsConnected' =>
        connection' = [connection EXCEPT !.status = connection'.status]]_connection
==============================================================================
