---- MODULE Gateway ----------------------------------------------------------
(*
The gateway from its configuration to an open port, and its check of a
credential: what the two models of its exposure share.

Modelled after gateway/net.js (resolveGatewayBindHost), gateway/auth.js
(assertGatewayAuthConfigured, authorizeGatewayConnect) and
gateway/server-runtime-config.js (the start-up guard). cfg.auth is the mode
that resolveGatewayAuth has settled on. Mode none lets everybody in, as it did
in clawdbot 2026.1.24; openclaw 2026.1.29 has no such mode. A secret is set,
unset (missing or empty) or blank (only spaces). cfg.tailscale is off, serve or
funnel, which bring clients of the tailnet or of the internet to loopback.

Where this departs from 2026.1.29: with serve or funnel on, a secret is needed as
it is beyond loopback. In the code serve alone asks for none; there mode none is
gone, and a later release that had it again was open (red ServedOpen).

Left out: TLS, and timing; the addresses that can
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
TailscaleModes == {"off", "serve", "funnel"}
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

\* The guard looks at the address that was resolved, not at the mode asked for, and
\* at what Tailscale brings to it.
BeyondLoopback == gateway.address # Loopback \/ cfg.tailscale # "off"
TailscaleAllowed ==
    /\ cfg.tailscale # "off" => gateway.address = Loopback
    /\ cfg.tailscale = "funnel" => cfg.auth = "password"

AssertGatewayAuthConfigured == Protected => cfg.secret # "unset"
HasSharedSecret == Protected /\ IsConfigured(cfg.secret)
StartAllowed ==
    AssertGatewayAuthConfigured /\ TailscaleAllowed /\ (BeyondLoopback => HasSharedSecret)

\* The credential that equals the configured secret, character by character.
Matching(secret) == CASE secret = "set" -> "right" [] secret = "blank" -> "blank"

AuthorizeGatewayConnect ==
    Protected => IsConfigured(cfg.secret) /\ cfg.credential = Matching(cfg.secret)

CanReach(place) == Reaches(place, gateway.address) \/ Brings(cfg.tailscale, place)

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

----
(* What both models check of the gateway, in the words of its operator. *)

IsUp == gateway.status # "stopped"

\* The wildcard is the last resort, and the other addresses are the mode's own.
WildcardIsTheLastResort ==
    IsUp => (gateway.address = Wildcard <=> Tries(cfg.bind) \subseteq cfg.unbindable)
AddressIsTheModesOwn ==
    IsUp => gateway.address \in (Tries(cfg.bind) \ cfg.unbindable) \cup {Wildcard}
TailnetComesFirst ==
    IsUp /\ cfg.bind = "tailnet" /\ TailnetIP \notin cfg.unbindable => gateway.address = TailnetIP

\* The guard is not stricter than it says: what it refuses lacks a secret, and
\* the default bind needs one only in a mode that asks for it.
RefusedForAReason ==
    gateway.status = "refused" =>
        IF cfg.tailscale # "off"
        THEN \/ gateway.address # Loopback \/ cfg.auth = "none" \/ cfg.secret # "set"
             \/ cfg.tailscale = "funnel" /\ cfg.auth = "token"
        ELSE IF cfg.bind = "loopback" /\ gateway.address = Loopback
        THEN cfg.auth # "none" /\ cfg.secret = "unset"
        ELSE cfg.auth = "none" \/ cfg.secret # "set"

\* Tailscale brings its clients to loopback only, and the internet to a password only.
TailscaleIsConfined == gateway.status = "listening" =>
    /\ cfg.tailscale # "off" => gateway.address = Loopback
    /\ cfg.tailscale = "funnel" => cfg.auth = "password"

\* And an empty secret never starts, so that nobody trusts a dead setting.
EmptySecretRefused ==
    gateway.status = "listening" /\ cfg.auth # "none" => cfg.secret # "unset"

\* No connection and no call outlives the gateway or comes before it.
ClosedUnlessListening ==
    gateway.status # "listening" =>
        connection = NoConnection /\ tool = "idle" /\ (IsUp <=> gateway # Stopped)

\* What each start-up comes to, and the end of every gateway.
StatusesToCome ==
    CASE gateway.status = "stopped"  -> {"starting"}
      [] gateway.status = "starting" -> {"listening", "refused"}
      [] OTHER                       -> {"stopped"}

ConfigurationIsFixed == [][UNCHANGED cfg]_vars

\* Nothing opens without the guard's decision, or moves while it is open.
StartUpIsInOrder == [][
    CASE gateway.status = "stopped"  -> gateway'.status = "starting"
      [] gateway.status = "starting" ->
           gateway' \in [status: {"listening", "refused"}, address: {gateway.address}]
      [] OTHER                       -> gateway' = Stopped]_gateway

\* Only the end of the gateway undoes a verdict or a call.
VerdictsStand ==
    [][IsUp' => connection.status # "rejected" /\ connection'.status # "none"]_connection
CallsAreNotUndone == [][IsUp' => tool' = "invoked"]_tool
==============================================================================
