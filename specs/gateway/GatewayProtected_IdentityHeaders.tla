---- MODULE GatewayProtected_IdentityHeaders ---------------------------------
(*
Bug: with tailscale serve on, a connection from loopback that carries forwarding
headers and a tailscale-user-login header is taken for one that serve has
authenticated. Any process of the host can write such headers, and so can the
client of another proxy that passes them on; no secret is asked. True of
clawdbot 2026.1.24; 2026.1.29 asks the tailscale daemon who the client is.
*)
EXTENDS GatewayProtected

BelievesIdentityHeaders ==
    \/ AuthorizeGatewayConnect
    \/ connection.socket = Loopback /\ connection.hops # <<>>
==============================================================================
