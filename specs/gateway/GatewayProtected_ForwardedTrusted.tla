---- MODULE GatewayProtected_ForwardedTrusted --------------------------------
(*
Bug: of the hops in X-Forwarded-For the left-most is believed, which is the one
that the client wrote itself. Through a proxy that gateway.trustedProxies lists
and that appends to the header, a client on the internet passes for a local one
and its device is paired without the owner. True of 2026.1.24 and 2026.1.29.
*)
EXTENDS GatewayProtected

LeftmostHop(hops) == hops[1]
==============================================================================
