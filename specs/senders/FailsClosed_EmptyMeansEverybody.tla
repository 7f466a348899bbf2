---- MODULE FailsClosed_EmptyMeansEverybody ----------------------------------
(*
Bug: a list without an entry admits everybody. True of 2026.1.29 where a handler
does not ask first whether there are entries: telegram/bot-access.js
isSenderAllowed, for the list of one group.
*)
EXTENDS FailsClosed

ListAdmitsOrIsEmpty(list, sender) == Members(list) = {} \/ sender \in Members(list)
==============================================================================
