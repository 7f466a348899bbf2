---- MODULE LoopbackClients --------------------------------------------------
(*
The clients that reach the gateway's loopback address, and what each of them
cannot choose: data of LoopbackIsNotProof.

A rebound page comes from a name that the attacker has made point to 127.0.0.1; a
dev page is one that another server on the gateway's host serves; the site is one
that the owner may have listed. A peer is a device of the tailnet that comes by
tailscale serve, a peer page is a foreign page in its browser, and whoever comes by
funnel is on the internet. The lan client alone comes from another address. One
client of each kind is enough, because no check looks at two of them.
*)
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
==============================================================================
