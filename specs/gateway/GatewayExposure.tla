---- MODULE GatewayExposure --------------------------------------------------
(*
Gateway exposure: who can reach the gateway over the network, and what happens
when it is opened without authentication.

Claim: with the default loopback bind no remote attacker ever invokes a tool,
whatever the authentication settings; and under every other bind mode a gateway
without a secret does not start where it could be reached from elsewhere.

Modelled: every bind mode, authentication mode and state of the secret, every
set of addresses that cannot be bound, and a client at every place,
with the secret or with nothing. The client connects, is authorized or turned
away, and calls a tool. Each of these is an initial state, so one run covers
the whole matrix.

Left out: reverse proxies and port forwards, which bring remote clients to the
loopback address (see GatewayProtected); device pairing, which can only keep
more clients out. One client with one connection is enough, because no check
looks at more than one connection.
*)
EXTENDS Gateway

Init ==
    /\ \E bind \in BindModes :
         cfg \in [bind: {bind}, unbindable: SUBSET Tries(bind), auth: AuthModes, secret: Secrets,
                  place: Places \ {"behind the proxy"}, credential: {"none", "right"}]
    /\ gateway = Stopped
    /\ connection = NoConnection
    /\ tool = "idle"

Connect ==
    /\ gateway.status = "listening"
    /\ connection.status = "none"
    /\ Reaches(cfg.place, gateway.address)
    /\ connection' = [status |-> "open"]
    /\ UNCHANGED <<cfg, gateway, tool>>

Authorize ==
    /\ connection.status = "open"
    /\ AuthorizeGatewayConnect
    /\ connection' = [status |-> "authorized"]
    /\ UNCHANGED <<cfg, gateway, tool>>

TurnAway ==
    /\ connection.status = "open"
    /\ ~AuthorizeGatewayConnect
    /\ connection' = [status |-> "rejected"]
    /\ UNCHANGED <<cfg, gateway, tool>>

InvokeTool ==
    /\ connection.status = "authorized"
    /\ tool' = "invoked"
    /\ UNCHANGED <<cfg, gateway, connection>>

Next ==
    \/ ResolveBindHost \/ Listen \/ RefuseToStart \/ Stop
    \/ Connect \/ Authorize \/ TurnAway \/ InvokeTool

Spec == Init /\ [][Next]_vars

----
TypeOK ==
    /\ GatewayTypeOK
    /\ connection.status \in {"none", "open", "authorized", "rejected"}

IsRemote == cfg.place \in Remote
HoldsSecret == cfg.secret = "set" /\ cfg.credential = "right"

\* The claim: the default bind, and any authentication settings.
LoopbackShutsRemoteOut ==
    cfg.bind = "loopback" /\ IsRemote /\ tool = "invoked" => Protected /\ HoldsSecret

\* While the gateway has really got the loopback address, not even the secret
\* helps a remote client: it has nothing to connect to.
LoopbackUnreachable ==
    gateway.address = Loopback /\ IsRemote => connection.status = "none"

\* The other bind modes: reachable from elsewhere means protected by a secret.
RemoteNeedsSecret ==
    IsRemote /\ tool = "invoked" => Protected /\ HoldsSecret

\* Nobody is turned away for nothing.
RejectedForAReason == connection.status = "rejected" => Protected /\ ~HoldsSecret

\* Opening the gateway with a secret of spaces does not work either.
BlankSecretOpensNothing ==
    gateway.status = "listening" /\ Protected /\ cfg.secret = "blank" /\ cfg.bind # "loopback" =>
        gateway.address = Loopback

\* Who gets as far as a tool, wherever he is.
CallersHoldTheSecret == tool = "invoked" => ~Protected \/ HoldsSecret
OnlyLetInClientsCall == tool = "invoked" => connection.status = "authorized"

\* The client is where the claim puts it, and connects only where the network lets it.
ClientIsNotProxied == cfg.place \in Remote \cup {"the same host"}
ClientIsReal ==
    /\ cfg.credential \in {"none", "right"}
    /\ connection.status # "none" => Reaches(cfg.place, gateway.address)

\* Neither the client nor the gateway's check is ever held back.
ClientIsNotHeldBack ==
    gateway.status = "listening" =>
        CASE connection.status = "none" ->
               Reaches(cfg.place, gateway.address) =>
                   ENABLED (Connect /\ connection'.status = "open")
          [] connection.status = "open" ->
               ENABLED (Authorize /\ connection'.status = "authorized")
                 \/ ENABLED (TurnAway /\ connection'.status = "rejected")
          [] connection.status = "authorized" -> ENABLED (InvokeTool /\ tool' = "invoked")
          [] OTHER -> TRUE

\* A client is judged once, when it has connected.
JudgedOnce ==
    [][connection'.status \in {"authorized", "rejected"} => connection.status = "open"]_connection

\* Witnesses
OpenToTheSameHost ==
    tool = "invoked" /\ cfg.place = "the same host" /\ cfg.auth = "none" /\ cfg.bind = "loopback"
OpenLanRefused == gateway.status = "refused" /\ cfg.bind = "lan" /\ cfg.auth = "none"
RemoteWithSecret == tool = "invoked" /\ cfg.place = "the internet" /\ cfg.bind = "lan"
TailnetServed == tool = "invoked" /\ cfg.place = "the tailnet" /\ gateway.address = TailnetIP
CustomServed == tool = "invoked" /\ cfg.place = "the local network" /\ gateway.address = LanIP
LoopbackFellBack == cfg.bind = "loopback" /\ tool = "invoked" /\ cfg.place = "the internet"
TailnetFellBackToLoopback ==
    cfg.bind = "tailnet" /\ gateway.status = "listening" /\ gateway.address = Loopback
==============================================================================
