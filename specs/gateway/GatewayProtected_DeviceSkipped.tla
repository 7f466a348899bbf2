---- MODULE GatewayProtected_DeviceSkipped -----------------------------------
(*
Bug: a client that shows some secret may do without a device, before the secret was
compared with anything. Whoever has a Tailscale identity sends a wrong secret along,
hides its device, and is in without the owner being asked. True of 2026.2.1.
*)
EXTENDS GatewayProtected

ShowsSomeSecret == ~Protected \/ cfg.credential # "none"
==============================================================================
