---- MODULE FailsClosed_FailedLookup -----------------------------------------
(*
Bug: a look-up that fails counts as one that found the sender, and the name in
the event is believed.
*)
EXTENDS FailsClosed

AnyAnswerSuffices == lookup \in {"found", "failed"}
==============================================================================
