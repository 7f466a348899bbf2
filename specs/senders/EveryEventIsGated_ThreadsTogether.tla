---- MODULE EveryEventIsGated_ThreadsTogether --------------------------------
(*
Bug: a thread's name is left out of its key. All threads of a channel share the
session of the channel.
*)
EXTENDS EveryEventIsGated

PlaceKeyWithoutThread(place) ==
    IF place \in Threads /\ cfg.useSuffix THEN BaseKey(Parent(place)) ELSE BaseKey(place)
==============================================================================
