---- MODULE LoopbackIsNotProof_HostCompared ----------------------------------
(*
Bug: an Origin is as good as the Host header that comes with it. A page whose name
the attacker has made point to 127.0.0.1 sends the same name in both. This is what
dangerouslyAllowHostHeaderOriginFallback of 2026.9.6 switches on.
*)
EXTENDS LoopbackIsNotProof

SameHost == HostOf[Asks.origin] = Asks.host
==============================================================================
