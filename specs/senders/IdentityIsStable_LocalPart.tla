---- MODULE IdentityIsStable_LocalPart ---------------------------------------
(*
Bug: the part of an id before its server is compared too. Whoever has a server
of their own gives themselves that part. True of 2026.1.29: the function
resolveMatrixAllowListMatch of the extension for Matrix.
*)
EXTENDS IdentityIsStable

SpellingsAndLocalPart(sender) ==
    {Fold(sender.id), sender.channel \o ":" \o Fold(sender.id), LocalPart(sender.id)}
==============================================================================
