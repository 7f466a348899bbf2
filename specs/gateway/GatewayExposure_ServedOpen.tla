---- MODULE GatewayExposure_ServedOpen ---------------------------------------
(*
Bug: the start-up guard looks at the address only. The gateway listens on loopback
as it should, without authentication, and tailscale serve brings the whole tailnet
to it. Upstream rated this 9.3 when mode none came back.
*)
EXTENDS GatewayExposure

AddressBeyondLoopback == gateway.address # Loopback
==============================================================================
