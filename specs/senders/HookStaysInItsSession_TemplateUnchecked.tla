---- MODULE HookStaysInItsSession_TemplateUnchecked --------------------------
(*
Bug: only the payload's sessionKey needs the owner's leave, and a mapping's key
does not, though a template puts the payload's text into it.
*)
EXTENDS HookStaysInItsSession

RequestsAreAsked(source) == source # "request" \/ cfg.allowRequestSessionKey
==============================================================================
