---- MODULE GatewayExposure_AnyOrigin ----------------------------------------
(*
Bug: the gateway does not look at the Origin of a WebSocket. A page of somebody else,
open in the owner's browser, connects to loopback and is let in like a process of the
host. Browsers do not hinder that: the same-origin rule does not cover WebSockets.
True of 2026.1.29, which mended only what let a page choose the gateway's address.
*)
EXTENDS GatewayExposure

AnyOrigin == TRUE
==============================================================================
