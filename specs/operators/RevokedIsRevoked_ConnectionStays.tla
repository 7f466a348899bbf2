---- MODULE RevokedIsRevoked_ConnectionStays ---------------------------------
(*
Bug: a revocation changes the store, and the connection that was opened with the
token stays open. True of 2026.1.29: device.token.revoke and device.token.rotate
write the store and close nothing.
*)
EXTENDS RevokedIsRevoked

AllButConnections ==
    {c \in Clients : stage[c] \in {"open", "busy"} /\ held[c] # known /\ way # "connection"}
==============================================================================
