---- MODULE RevokedIsRevoked_ResolvedAtStart ---------------------------------
(*
Bug: the shared secret is resolved when the gateway starts. The owner replaces it,
and requests with the former one are answered as before.
*)
EXTENDS RevokedIsRevoked

ResolvedOnce == IF way = "request" THEN known ELSE stored
==============================================================================
