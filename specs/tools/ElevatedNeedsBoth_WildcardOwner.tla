---- MODULE ElevatedNeedsBoth_WildcardOwner ----------------------------------
(*
Bug: a list that lets everybody write to the bot makes everybody its owner. True
of 2026.1.29, where such a list and an empty one leave nobody to compare the
sender with, and then every sender passes for the owner.
*)
EXTENDS ElevatedNeedsBoth

IsAdmitted(m) == {"*", m.sender} \cap cfg.owners # {}
==============================================================================
