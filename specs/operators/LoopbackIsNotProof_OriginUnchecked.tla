---- MODULE LoopbackIsNotProof_OriginUnchecked -------------------------------
(*
Bug: the Origin is not compared. A page in the owner's browser that has got hold of
the secret, or that meets a gateway which asks for none, has the owner's rights.
True of 2026.1.29, whose handshake looks at no Origin.
*)
EXTENDS LoopbackIsNotProof

AnyOrigin == TRUE
==============================================================================
