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

\* A client behind proxies is on the internet and knows only the way through them;
\* the last one runs on the gateway's host. A page is somebody else's, and the
\* owner's browser opens connections for it.
Remote == {"the internet", "the local network", "the tailnet"}
Proxied == {"behind the proxy", "behind two proxies"}
Page == "a page in the owner's browser"
Elsewhere == Remote \cup {Page}
Places == Elsewhere \cup Proxied \cup {"the same host"}

\* May a client at this place open a connection to a server at this address?
Reaches(place, address) ==
    CASE place \in {"the same host", Page} -> TRUE
      [] place \in Proxied           -> address \in {Loopback, Wildcard}
      [] place = "the local network" -> address \in {LanIP, Wildcard}
      [] place = "the tailnet"       -> address \in {TailnetIP, Wildcard}
      [] place = "the internet"      -> address = Wildcard

\* Tailscale brings its own clients to loopback: serve the tailnet, funnel everybody.
Brings(tailscale, place) ==
    \/ tailscale = "serve" /\ place = "the tailnet"
    \/ tailscale = "funnel" /\ place \in {"the tailnet", "the internet"}
==============================================================================
