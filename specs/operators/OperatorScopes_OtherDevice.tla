---- MODULE OperatorScopes_OtherDevice ---------------------------------------
(*
Bug: a caller that may pair manages every device, and gets the new token when it
rotates that of another one. It then connects as this device.
*)
EXTENDS OperatorScopes

ManagesAny(d) == TRUE
==============================================================================
