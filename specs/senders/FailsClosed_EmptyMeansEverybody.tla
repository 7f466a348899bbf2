---- MODULE FailsClosed_EmptyMeansEverybody ----------------------------------
(*
Bug: a list without an entry admits everybody. True of 2026.1.29:
telegram/bot-access.js isSenderAllowed.
*)
EXTENDS FailsClosed

ListAdmitsOrIsEmpty(list, sender) == Members(list) = {} \/ sender \in Members(list)
==============================================================================
