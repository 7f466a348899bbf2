---- MODULE IdentityIsStable_CaseFolded --------------------------------------
(*
Bug: ids are compared in lower case where the channel tells upper from lower
case. True of 2026.1.29 for tools (config/group-policy.js resolveToolsBySender),
and of 2026.9.6 for lists too (resolveAllowlistMatchSimple).
*)
EXTENDS IdentityIsStable

\* Lower, of IdentityIsStable, takes the place of Fold.
==============================================================================
