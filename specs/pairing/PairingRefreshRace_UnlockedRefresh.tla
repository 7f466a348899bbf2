---- MODULE PairingRefreshRace_UnlockedRefresh -------------------------------
(*
Fault: a refresh takes no lock, since it adds no row and so cannot break the cap.
But it replaces the whole file: a request that another handler writes between the
refresh's look-up and its write is lost, after its sender was told the code.
*)
EXTENDS PairingRefreshRace

EnterAnyTimeToRefresh(h) == inside = {} \/ \E row \in rows : row.sender = sender[h]
==============================================================================
