---- MODULE DeliveredOnce_LeaseIgnored ---------------------------------------
(*
Bug: the recovery takes a row although the worker that claimed it is alive. The
platform has not got the reply yet, the row is given to another worker, and both
send it.
*)
EXTENDS DeliveredOnce

AnybodysRow == TRUE
==============================================================================
