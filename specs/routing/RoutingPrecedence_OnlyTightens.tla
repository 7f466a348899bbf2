---- MODULE RoutingPrecedence_OnlyTightens -----------------------------------
(*
The override is taken for a way to be stricter only: a channel that asks for
the shared main session under an isolating global scope is not given it, and
the owner's own messages are scattered over sessions.
*)
EXTENDS RoutingPrecedence

StricterOnly(channel) ==
  IF channelScope[channel] \notin {Unset, "main"} THEN channelScope[channel] ELSE globalScope

==============================================================================
