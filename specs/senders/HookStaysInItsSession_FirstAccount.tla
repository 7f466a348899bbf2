---- MODULE HookStaysInItsSession_FirstAccount -------------------------------
(*
Bug: of the accounts that share a webhook's path, the first one with which the
signature is valid handles the event, though the next one would be valid too.
*)
EXTENDS HookStaysInItsSession

FirstVerifying ==
    IF "personal" \in Verifying THEN {"personal"} ELSE Verifying
==============================================================================
