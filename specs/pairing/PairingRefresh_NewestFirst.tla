---- MODULE PairingRefresh_NewestFirst ---------------------------------------
(*
Fault: the store serves the call that came last, as an unfair lock may. Whoever keeps
asking is always ahead of a sender who waits to refresh, and that sender's call is
never served.
*)
EXTENDS PairingRefresh

LastComeFirstServed == waiting[Len(waiting)]
==============================================================================
