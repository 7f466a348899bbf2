---- MODULE NodesPipeline_Unbound --------------------------------------------
(*
Bug: the node asks whether an approval is open for this caller and not whether
this very request was approved. While the owner's yes to a harmless command
line is still unused, another command line runs on it.
*)
EXTENDS NodesPipeline

IsAnythingApproved(r) == \E other \in Requests : Lookup(other) = "allowed"
==============================================================================
