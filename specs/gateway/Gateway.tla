---- MODULE Gateway ----------------------------------------------------------
(*
The gateway from its configuration to an open port, and its check of a
credential: what the two models of its exposure share.

Modelled after gateway/net.js (resolveGatewayBindHost), gateway/auth.js
(assertGatewayAuthConfigured, authorizeGatewayConnect) and
gateway/server-runtime-config.js (the start-up guard). cfg.auth is the mode
that resolveGatewayAuth has settled on. Mode none lets everybody in, as it did
in clawdbot 2026.1.24; openclaw 2026.1.29 has no such mode. A secret is set,
unset (missing or empty) or blank (only spaces).

Left out: tailscale serve and funnel, TLS, and timing; the addresses that can
be bound do not change while the gateway runs. A stopped gateway may be started
again, which is why no behaviour ends.
*)
EXTENDS Places, Sequences, Naturals

VARIABLES
    cfg,        \* what the operator configured and who the client is; never changes
    gateway,    \* [status, address]: from stopped to listening or refused
    connection, \* the client's one connection; its status is "none" at first
    tool        \* "idle" or "invoked": has the client's tool call been run?

vars == <<cfg, gateway, connection, tool>>

BindModes == {"loopback", "lan", "tailnet", "auto", "custom"}
AuthModes == {"token", "password", "none"}
Secrets == {"unset", "set", "blank"}

\* The addresses that a bind mode ever tries. cfg.unbindable says which of them
\* fail; whether any other can be bound is the same to it.
Tries(bind) ==
    CASE bind \in {"loopback", "auto"} -> {Loopback}
      [] bind = "tailnet"              -> {TailnetIP, Loopback}
      [] bind = "custom"               -> {LanIP}
      [] bind = "lan"                  -> {}

\* resolveGatewayBindHost: every mode has the wildcard as its last resort.
ResolveGatewayBindHost(bind, unbindable) ==
    IF bind = "tailnet" /\ TailnetIP \notin unbindable THEN TailnetIP
    ELSE IF bind = "custom" /\ LanIP \notin unbindable THEN LanIP
    ELSE IF bind \in {"loopback", "auto", "tailnet"} /\ Loopback \notin unbindable THEN Loopback
    ELSE Wildcard

Stopped == [status |-> "stopped", address |-> "nowhere"]
NoConnection == [status |-> "none"]

Protected == cfg.auth \in {"token", "password"}

\* A secret of nothing but spaces is no secret.
IsConfigured(secret) == secret = "set"

\* The guard looks at the address that was resolved, not at the mode asked for.
BeyondLoopback == gateway.address # Loopback

AssertGatewayAuthConfigured == Protected => cfg.secret # "unset"
HasSharedSecret == Protected /\ IsConfigured(cfg.secret)
StartAllowed == AssertGatewayAuthConfigured /\ (BeyondLoopback => HasSharedSecret)

\* The credential that equals the configured secret, character by character.
Matching(secret) == CASE secret = "set" -> "right" [] secret = "blank" -> "blank"

AuthorizeGatewayConnect ==
    Protected => IsConfigured(cfg.secret) /\ cfg.credential = Matching(cfg.secret)

----
ResolveBindHost ==
    /\ gateway.status = "stopped"
    /\ gateway' = [status  |-> "starting",
                   address |-> ResolveGatewayBindHost(cfg.bind, cfg.unbindable)]
    /\ UNCHANGED <<cfg, connection, tool>>

Listen ==
    /\ gateway.status = "starting"
    /\ StartAllowed
    /\ gateway' = [gateway EXCEPT !.status = "listening"]
    /\ UNCHANGED <<cfg, connection, tool>>

RefuseToStart ==
    /\ gateway.status = "starting"
    /\ ~StartAllowed
    /\ gateway' = [gateway EXCEPT !.status = "refused"]
    /\ UNCHANGED <<cfg, connection, tool>>

\* The operator stops the gateway, or clears up after a refusal.
Stop ==
    /\ gateway.status \in {"listening", "refused"}
    /\ gateway' = Stopped
    /\ connection' = NoConnection
    /\ tool' = "idle"
    /\ UNCHANGED cfg

GatewayTypeOK ==
    /\ gateway.status \in {"stopped", "starting", "listening", "refused"}
    /\ gateway.address \in Addresses \cup {"nowhere"}
    /\ tool \in {"idle", "invoked"}
==============================================================================
