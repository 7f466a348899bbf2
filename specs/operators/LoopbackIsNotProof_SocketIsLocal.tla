---- MODULE LoopbackIsNotProof_SocketIsLocal ---------------------------------
(*
Bug: a loopback socket makes a client local, whoever is behind it. A proxy,
tailscale serve and funnel all connect from 127.0.0.1.
*)
EXTENDS LoopbackIsNotProof

SocketIsLoopback == Asks.socket = Loopback
==============================================================================
