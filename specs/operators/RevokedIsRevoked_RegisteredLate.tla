---- MODULE RevokedIsRevoked_RegisteredLate ----------------------------------
(*
Bug: the value is compared, and the client is registered later without another
look. A change in between finds nothing to close.
*)
EXTENDS RevokedIsRevoked

WasCompared(c) == TRUE
==============================================================================
