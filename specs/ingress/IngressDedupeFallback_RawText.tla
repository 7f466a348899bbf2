---- MODULE IngressDedupeFallback_RawText ------------------------------------
(*
The key is made of the text as it was received.  Whoever resends a recorded
event changes its encoding, which still passes as the same text, and the copy
has a key that was never seen.  True of the replay check of the Telnyx webhook
until 2026.3.31.
*)
EXTENDS IngressDedupeFallback

AsReceived(text, spelling) == IF spelling = "as sent" THEN text ELSE text \o "="

==============================================================================
