---- MODULE GatewayExposure_FallbackWide -------------------------------------
(*
Bug: the guard asks what bind mode was configured and not which address was
resolved. When 127.0.0.1 cannot be bound, the loopback mode falls back to
0.0.0.0, and the guard still believes that the gateway is on loopback. The
fallback is in gateway/net.js; a check of the mode is the obvious shortcut.
*)
EXTENDS GatewayExposure

ConfiguredBeyondLoopback == cfg.bind # "loopback" \/ cfg.tailscale # "off"
==============================================================================
