---- MODULE LoopbackIsNotProof_IdentityHeaders -------------------------------
(*
Bug: the identity headers are believed from any loopback socket, and the address
that they are checked against is the first hop, which the client wrote. True of
2026.1.29 (resolveVerifiedTailscaleUser, parseForwardedForClientIp): a client that
names a peer's address and login needs no secret.
*)
EXTENDS LoopbackIsNotProof

HeadersKnownToTailscale ==
    /\ Asks.socket = Loopback
    /\ conn.login # "" /\ conn.hops # <<>>
    /\ WhoIs(conn.hops[1]) = conn.login
==============================================================================
