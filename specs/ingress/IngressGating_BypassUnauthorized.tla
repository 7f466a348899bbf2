---- MODULE IngressGating_BypassUnauthorized ---------------------------------
(*
The mention gate lets every control command by, whoever sent it; the code that
decides on the bypass left authorization to a later stage.  On a channel with
no command gate a stranger wakes the agent in a group by starting a line with
a command word.
*)
EXTENDS IngressGating

AnyCommandBypasses ==
  ~message.hasAnyMention /\ config.allowTextCommands /\ message.hasControlCommand

==============================================================================
