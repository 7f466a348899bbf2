---- MODULE LoopbackIsNotProof_NoneIsOpen ------------------------------------
(*
Bug: without a secret the gateway relies on its loopback address alone, and
tailscale serve or funnel opens this address to others.
*)
EXTENDS LoopbackIsNotProof

Everybody == TRUE
==============================================================================
