---- MODULE GuessesAreLimited_ResetAll ---------------------------------------
(*
Bug: a right secret takes back the mistakes in every field. A guesser with a
paired device signs in with its own token before each last attempt at the shared
secret.
*)
EXTENDS GuessesAreLimited

ResetEveryField(c, a, f) == entries' = [k \in DOMAIN entries |->
    IF k[2] = ClientId(c, a) THEN Empty ELSE entries[k]]
==============================================================================
