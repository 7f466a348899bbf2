---- MODULE NodesPipeline_TimeoutAllows --------------------------------------
(*
Bug: a question that nobody answers in time counts as a yes. Whoever asks at
night runs what the owner would have refused. True of 2026.1.29 where the node
sets askFallback to full; whether that should be possible is still debated.
*)
EXTENDS NodesPipeline

IsApprovedOrTimedOut(r) == Lookup(r) \in {"allowed", "expired"}
==============================================================================
