---- MODULE ElevatedNeedsBoth_RecipientCounts --------------------------------
(*
Bug: the address to which a message goes is compared with the lists too. Where
the bot's own number is on a list, everybody who writes to the bot is approved.
True of 2026.1.29: isApprovedElevatedSender adds ctx.To to the sender's tokens.
2026.9.6 does not.
*)
EXTENDS ElevatedNeedsBoth

SenderAndRecipient(m) == {m.sender, m.to}
==============================================================================
