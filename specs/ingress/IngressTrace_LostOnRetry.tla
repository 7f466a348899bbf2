---- MODULE IngressTrace_LostOnRetry -----------------------------------------
(*
The retry queue keeps a part's body but not its context: the second attempt
runs without an identity.
*)
EXTENDS IngressTrace

BodyOnly(p) == Nothing

==============================================================================
