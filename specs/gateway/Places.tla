---- MODULE Places -----------------------------------------------------------
(*
Where a client can be, which addresses a gateway can listen at, and which of
the two reach each other. Shared by the models of the gateway's exposure.

The four addresses stand for the four kinds that gateway/net.js can return:
loopback, the wildcard, the host's tailnet address, and one address of the
local network (what a custom bind names). Reach is the worst case: no firewall
and no address translation stand before the wildcard, so the internet reaches
it. The two private addresses are reached from their own network only.
*)
Loopback == "127.0.0.1"
Wildcard == "0.0.0.0"
TailnetIP == "100.64.0.7"
LanIP == "192.168.1.5"
Addresses == {Loopback, Wildcard, TailnetIP, LanIP}

\* A client "behind the proxy" is on the internet and knows only the reverse
\* proxy that runs on the gateway's host.
Remote == {"the internet", "the local network", "the tailnet"}
Places == Remote \cup {"the same host", "behind the proxy"}

\* May a client at this place open a connection to a server at this address?
Reaches(place, address) ==
    CASE place = "the same host"     -> TRUE
      [] place = "behind the proxy"  -> address \in {Loopback, Wildcard}
      [] place = "the local network" -> address \in {LanIP, Wildcard}
      [] place = "the tailnet"       -> address \in {TailnetIP, Wildcard}
      [] place = "the internet"      -> address = Wildcard
==============================================================================
