---- MODULE HookStaysInItsSession_KeyOfAnotherAgent --------------------------
(*
Bug: the agent that the key names is not compared with the agent that the call
goes to. A call for one agent writes into another agent's session.
*)
EXTENDS HookStaysInItsSession

KeyAsItIs(key) == key
==============================================================================
