---- MODULE RevokedIsRevoked_MonitorKeeps ------------------------------------
(*
Bug: a channel's monitor reads its list when it starts and keeps it. A sender who
was taken off the list is answered until the monitor starts again.
*)
EXTENDS RevokedIsRevoked

AllButMonitors ==
    {c \in Clients : stage[c] \in {"open", "busy"} /\ held[c] # known /\ way # "monitor"}
==============================================================================
