---- MODULE OperatorScopes_RotationMints -------------------------------------
(*
Bug: a rotation mints the scopes that the caller asks for. Whoever may pair makes
itself an admin. True of the releases before 2026.3.11, 2026.1.29 among them:
rotateDeviceToken compares the scopes with nothing.
*)
EXTENDS OperatorScopes

MayMintAnything(d, scopes) == TRUE
==============================================================================
