---- MODULE FailsClosed_BlankMatches -----------------------------------------
(*
Bug: the credential is compared with the secret as it stands, and a blank one
equals a blank secret.
*)
EXTENDS FailsClosed

AsItStands ==
    \/ cfg.secret = "set" /\ event.credential = "right"
    \/ cfg.secret = "blank" /\ event.credential = "blank"
==============================================================================
