---- MODULE GatewayProtected_IdentityHeaders ---------------------------------
(*
Bug: with Tailscale's identities allowed, the header with the user's login is believed
from any connection that comes from loopback with forwarding headers. Any process of
the host can write it, and so can the client of another proxy that passes it on; no
secret is asked. True of clawdbot 2026.1.24; 2026.1.29 asks the tailscale daemon.
*)
EXTENDS GatewayProtected

IdentityIsWritten == connection.login # "none"
==============================================================================
