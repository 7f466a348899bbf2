---- MODULE PairingIdempotency_NewCode ---------------------------------------
(*
Fault: a refresh writes a newly made code into the row. There is still one request,
but the code that the owner was shown no longer works.
*)
EXTENDS PairingIdempotency

CodesNewlyMade(row) == FreeCodes
==============================================================================
