---- MODULE Pairing_RequestsFirst --------------------------------------------
(*
Fault: approval takes the row out of the requests before it puts the sender on the
allow list. If the process dies in between, or the second write fails, the sender is
in neither file: the code no longer works, and the owner believes that it did. True
of approveChannelPairingCode in 2026.1.29.
*)
EXTENDS Pairing

RequestsFirst == <<"requests", "allow list">>
==============================================================================
