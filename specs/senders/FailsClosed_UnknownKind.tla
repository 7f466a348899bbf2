---- MODULE FailsClosed_UnknownKind ------------------------------------------
(*
Bug: a conversation of an unknown kind is taken for a group, whose list then
decides about it.
*)
EXTENDS FailsClosed

AllKinds == Kinds
==============================================================================
