---- MODULE PairingCap_SharedCap ---------------------------------------------
(*
Fault: the cap is counted over all channels together, as it would be if the rows
were kept in one table and the query forgot the channel. A flood on one channel
closes every other. Up to 2026.3.28 it was so for the accounts of one channel.
*)
EXTENDS PairingCap

CountedTogether(ch) == Live(rows)
==============================================================================
