---- MODULE OperatorScopes_DevicelessScopes ----------------------------------
(*
Bug: a connection without a device keeps the scopes that it declares. Whoever
knows the shared secret is an admin. True of the releases before 2026.3.12,
2026.1.29 among them, where a client that declares no scopes even gets
operator.admin.
*)
EXTENDS OperatorScopes

ScopesAsDeclared(scopes) == scopes
==============================================================================
