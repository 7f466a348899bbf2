---- MODULE HookStaysInItsSession_PayloadKey ---------------------------------
(*
Bug: the sessionKey of the payload counts as it is. A caller writes into the
owner's main session. True of 2026.1.29: gateway/hooks.js normalizeAgentPayload.
*)
EXTENDS HookStaysInItsSession

AnySourceMayChoose(source) == TRUE
==============================================================================
