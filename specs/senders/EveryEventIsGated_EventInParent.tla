---- MODULE EveryEventIsGated_EventInParent ----------------------------------
(*
Bug: an event that is no message lands in the session of the channel, though it
came from a thread. True of 2026.1.29: slack/monitor/context.js
resolveSlackSystemEventSessionKey, with which reactions, edits and deletions are
queued.
*)
EXTENDS EveryEventIsGated

SessionKeyOfParent(kind, place) ==
    IF kind = "message" THEN PlaceKey(place) ELSE BaseKey(Parent(place))
==============================================================================
