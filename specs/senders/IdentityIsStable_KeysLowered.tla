---- MODULE IdentityIsStable_KeysLowered -------------------------------------
(*
Bug: the session key has the id in lower case where the channel tells upper from
lower case. Two people then share a session. True of 2026.1.29 and of 2026.9.6:
buildAgentPeerSessionKey.
*)
EXTENDS IdentityIsStable

\* Lower, of IdentityIsStable, takes the place of KeyPart.
==============================================================================
