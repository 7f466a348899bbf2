---- MODULE GatewayExposure_OpenLan ------------------------------------------
(*
Bug: an explicit bind to the local network with authentication switched off is
taken as the operator's informed wish, so the start-up guard is skipped for it,
and a gateway without authentication listens on every interface. This is the
misconfiguration that the project's formal-verification page warns of; the guard
of 2026.1.29 prevents it.
*)
EXTENDS GatewayExposure

StartUnguardedOnLan ==
    /\ AssertGatewayAuthConfigured /\ TailscaleAllowed
    /\ BeyondLoopback => HasSharedSecret \/ (cfg.bind = "lan" /\ ~Protected)
==============================================================================
