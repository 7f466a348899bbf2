---- MODULE PairingCap_NeverExpires ------------------------------------------
(*
Fault: requests do not expire, as when the age in milliseconds is compared with a
limit in the wrong unit, or a time stamp that cannot be read counts as fresh. Once
the places are taken, the channel stays full.
*)
EXTENDS PairingCap

NeverExpired(row) == FALSE
==============================================================================
