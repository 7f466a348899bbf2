---- MODULE PairingRefresh_CapFirst ------------------------------------------
(*
Fault: the cap is checked before the sender is looked up. When every place is taken,
those who hold the places are refused too: they lose the code they came for, and the
channel says that it is full of them.
*)
EXTENDS PairingRefresh

OutcomeCapFirst(s) ==
    IF ~HasRoom THEN "refused"
    ELSE IF RowsOf(s) # {} THEN "refreshed" ELSE "created"
==============================================================================
