---- MODULE GuessesAreLimited_PageExempt -------------------------------------
(*
Bug: the exemption asks for the address of the socket only. A page in the owner's
browser connects from loopback, and guesses without a limit.
*)
EXTENDS GuessesAreLimited

IsExemptBySocket(c, a) == cfg.exemptLoopback /\ Canonical(a) = "127.0.0.1"
==============================================================================
