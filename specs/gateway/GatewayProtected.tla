---- MODULE GatewayProtected -------------------------------------------------
(*
The gateway's front door: what a token or a password is worth, behind every
bind mode, with and without reverse proxies or tailscale serve in front.

Claim: whoever lacks the configured secret never invokes a tool, wherever the
gateway listens; whoever has it is let in; and only a client on the gateway's
own host has its device paired without the owner being asked. Where the owner
allows Tailscale's identities, a confirmed one takes the place of the secret, but
only for a device that the owner approves. Pairing matters because a paired device
keeps a token of its own, which outlives a change of the secret.

Modelled: authorizeGatewayConnect with gateway.auth.allowTailscale;
isLocalDirectRequest with the socket's address, the hops of X-Forwarded-For and
gateway.trustedProxies (ClientConnections); silent pairing of local clients, and
clients without a device (ws-connection/message-handler.js). Mode none is kept for
the matrix of configurations; the claim speaks of the other two.

Where this departs from 2026.1.29: the believed hop is the right-most one that is no
proxy. Left out: the scopes of a connection that was let in (claim operator-scopes),
device tokens and their use, pages in the owner's browser (GatewayExposure).
*)
EXTENDS ClientConnections

Credentials == {"none", "blank", "wrong", "right"}

\* Tailscale matters on loopback only, so it is varied there and nowhere else.
TailscaleUsed == {"off", "serve"} \X BOOLEAN
Tailscale(bind, unbindable) ==
    IF bind = "loopback" /\ unbindable = {} THEN TailscaleUsed ELSE {<<"off", FALSE>>}

Init ==
    /\ \E bind \in BindModes, place \in Places \ {Page} : \E unbindable \in SUBSET Tries(bind) :
         \E ts \in Tailscale(bind, unbindable) :
           cfg \in [bind: {bind}, unbindable: {unbindable}, auth: AuthModes, secret: Secrets,
                    place: {place}, credential: Credentials,
                    tailscale: {ts[1]}, allowTailscale: {ts[2]},
                    \* trustedProxies names the proxies; without one it says nothing
                    trusted: IF place \in Proxied THEN BOOLEAN ELSE {FALSE}]
    /\ gateway = Stopped
    /\ connection = NoConnection
    /\ tool = "idle"

\* Without a device only the secret itself will do, compared and found right.
MayGoWithoutDevice == AuthorizeGatewayConnect

LetsIn ==
    /\ AuthorizeGatewayConnect \/ TailscaleUser
    /\ connection.device \/ MayGoWithoutDevice

----
Authorize ==
    /\ connection.status = "open"
    /\ LetsIn
    /\ LET next == IF connection.device THEN "unpaired" ELSE "ready" IN
         connection' = [connection EXCEPT !.status = next]
    /\ UNCHANGED <<cfg, gateway, tool>>

TurnAway ==
    /\ connection.status = "open"
    /\ ~LetsIn
    /\ connection' = [connection EXCEPT !.status = "rejected"]
    /\ UNCHANGED <<cfg, gateway, tool>>

PairSilently ==
    /\ connection.status = "unpaired"
    /\ IsLocalDirectRequest
    /\ connection' = [connection EXCEPT !.status = "paired silently"]
    /\ UNCHANGED <<cfg, gateway, tool>>

ApproveDevice ==
    /\ connection.status = "unpaired"
    /\ ~IsLocalDirectRequest
    /\ connection' = [connection EXCEPT !.status = "approved by the owner"]
    /\ UNCHANGED <<cfg, gateway, tool>>

InvokeTool ==
    /\ connection.status \in {"ready", "paired silently", "approved by the owner"}
    /\ tool' = "invoked"
    /\ UNCHANGED <<cfg, gateway, connection>>

Next ==
    \/ ResolveBindHost \/ Listen \/ RefuseToStart \/ Stop
    \/ Connect \/ Authorize \/ TurnAway
    \/ PairSilently \/ ApproveDevice \/ InvokeTool

Spec == Init /\ [][Next]_vars

HoldsSecret == cfg.secret = "set" /\ cfg.credential = "right"

---- \* The claim
\* A token or a password keeps out whoever lacks it, at every place; a confirmed
\* identity stands for it only where the owner allows that and approves the device.
IsConfirmed == cfg.allowTailscale /\ connection.login = "confirmed"
SecretRequired == Protected /\ tool = "invoked" =>
    HoldsSecret \/ (IsConfirmed /\ connection.status = "approved by the owner")

\* ... and nobody else: the right secret is never turned away, with or without a device.
SecretSuffices == connection.status = "rejected" =>
    /\ Protected /\ ~HoldsSecret
    /\ (cfg.allowTailscale /\ connection.device => connection.login # "confirmed")

\* A device from elsewhere is paired by the owner, or not at all.
OwnerPairsRemoteDevices ==
    connection.status = "paired silently" => cfg.place = "the same host"

\* A header gains nothing, not even on the host itself.
HeadersPairNobody == connection.status = "paired silently" => connection.hops = <<>>

\* Mode none is for the host and what the operator himself puts before it.
RemoteNeedsSecret == cfg.place \in Remote /\ tool = "invoked" => HoldsSecret \/ IsConfirmed

---- \* What keeps the model honest
TypeOK == GatewayTypeOK /\ ConnectionTypeOK /\ cfg.credential \in Credentials

\* Every start-up comes to a decision, and every gateway can be stopped.
OperatorIsNotStuck == ENABLED (Next /\ gateway'.status \in StatusesToCome)

\* The owner of the host is not pestered: a plain local client pairs by itself.
LocalNeedsNoOwner ==
    connection.status = "approved by the owner" =>
        \/ cfg.place # "the same host"
        \/ connection.hops # <<>>
        \/ gateway.address \in {TailnetIP, LanIP}

\* Pairing is for clients with a device, and no such client goes without.
DevicesArePaired ==
    /\ connection.status = "ready" => ~connection.device
    /\ connection.status \in {"unpaired", "paired silently", "approved by the owner"} =>
           connection.device
    /\ tool = "invoked" =>
           connection.status \in {"ready", "paired silently", "approved by the owner"}

\* The client connects with any device and any lie; nobody waits for ever: each check
\* has an outcome, and who is in can call.
MayConnect == Reaches(cfg.place, gateway.address) \/ Brings(cfg.tailscale, cfg.place)
ClientMayLie ==
    gateway.status = "listening" /\ ~IsConnected /\ MayConnect =>
        \A device, lies \in BOOLEAN :
          \A login \in IF cfg.place = "the tailnet" /\ cfg.tailscale = "serve" THEN {"confirmed"}
                       ELSE IF cfg.allowTailscale THEN {"none", "forged"} ELSE {"none"} :
            ENABLED (Next /\ connection'.status = "open" /\ connection'.device = device
                       /\ connection'.login = login
                       /\ lies = (connection'.hops # <<>> /\ connection'.hops[1] = Loopback))
ChecksHaveOutcomes ==
    CASE connection.status = "open" ->
           ENABLED (Next /\ connection'.status \in {"unpaired", "ready", "rejected"})
      [] connection.status = "unpaired" ->
           ENABLED (Next /\ connection'.status \in {"paired silently", "approved by the owner"})
      [] connection.status \in {"ready", "paired silently", "approved by the owner"} ->
           ENABLED (Next /\ tool' = "invoked")
      [] OTHER -> TRUE

\* A client is judged once, and only one that was let in is paired, once.
JudgedOnce == [][
    /\ connection'.status \in {"ready", "unpaired", "rejected"} => connection.status = "open"
    /\ connection'.status \in {"paired silently", "approved by the owner"} =>
           connection.status = "unpaired"]_connection

\* Witnesses
RemoteLetIn ==
    tool = "invoked" /\ cfg.bind = "lan" /\ cfg.place = "the internet" /\ connection.device
PasswordLetIn == tool = "invoked" /\ cfg.auth = "password" /\ gateway.address = TailnetIP
LocalPaired == connection.status = "paired silently" /\ gateway.address = Loopback /\ Protected
BlankTurnedAway ==
    connection.status = "rejected" /\ cfg.secret = "blank" /\ cfg.credential = "blank"
ProxiedApproved ==
    connection.status = "approved by the owner" /\ cfg.trusted /\ Len(connection.hops) = 3
ProxiedUnlisted ==
    connection.status = "approved by the owner" /\ connection.hops = <<Loopback>> /\ ~cfg.trusted
        /\ cfg.place = "behind the proxy"
ProxiedStranger == connection.status = "rejected" /\ cfg.place = "behind the proxy"
TailnetUserApproved ==
    connection.status = "approved by the owner" /\ cfg.credential = "wrong" /\ Protected
DeviceHidden ==
    connection.status = "rejected" /\ connection.login = "confirmed" /\ cfg.allowTailscale
==============================================================================
