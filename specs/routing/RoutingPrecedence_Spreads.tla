---- MODULE RoutingPrecedence_Spreads ----------------------------------------
(*
The override of one channel is written into the one scope that all channels
read: the Telegram channel's wish to share opens Discord's sessions too.
*)
EXTENDS RoutingPrecedence

TelegramsForAll(channel) ==
  IF channelScope["telegram"] # Unset THEN channelScope["telegram"] ELSE globalScope

==============================================================================
