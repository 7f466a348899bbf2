---- MODULE DeliveredOnce_LastRoute ------------------------------------------
(*
Bug: a reply goes to whom the session has last heard from, instead of whom its row
names. Somebody else writes while the reply waits, and receives it. 2026.1.29 keeps
the route with each item for this reason (auto-reply/reply/queue/drain.js).
*)
EXTENDS DeliveredOnce

LastRoute == route
==============================================================================
