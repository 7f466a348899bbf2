---- MODULE EveryEventIsGated_ThreadUngated ----------------------------------
(*
Bug: a button in a thread is looked up without the thread's parent. A thread has
no entry of its own, and what has no entry passes.
*)
EXTENDS EveryEventIsGated

ListedOrThread(kind, place) ==
    IF kind = "button" /\ place \in Threads THEN TRUE ELSE Parent(place) \in cfg.channels
==============================================================================
