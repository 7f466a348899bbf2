---- MODULE IngressGating_AnyMention -----------------------------------------
(*
A mention of anybody counts as a mention of the bot: the parser asks whether
the message has a mention, not whose it is.
*)
EXTENDS IngressGating

AnybodyIsMeant == message.wasMentioned \/ message.implicitMention \/ message.hasAnyMention

==============================================================================
