---- MODULE FailsClosed_NoSecretNoCheck --------------------------------------
(*
Bug: without a secret the webhook is not checked. Whoever can post to it speaks
in anybody's name. True of 2026.1.29: telegram/webhook.js hands no secret to the
library, which then checks none; providers/telnyx.ts of the extension for voice
calls does so without a public key.
*)
EXTENDS FailsClosed

CheckedIfThereIsASecret ==
    cfg.secret = "set" => event.credential = "right"
==============================================================================
