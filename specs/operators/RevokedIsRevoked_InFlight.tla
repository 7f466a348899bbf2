---- MODULE RevokedIsRevoked_InFlight ----------------------------------------
(*
Bug: a change closes what is idle, and lets what is at work finish. A request that
was taken up before a revocation acts after it.
*)
EXTENDS RevokedIsRevoked

Idle == {c \in Clients : stage[c] = "open" /\ held[c] # known}
==============================================================================
