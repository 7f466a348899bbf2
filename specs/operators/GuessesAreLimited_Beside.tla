---- MODULE GuessesAreLimited_Beside -----------------------------------------
(*
Bug: a wrong shared secret is not counted if a device token comes with it. Before
2026.3.31 any device token did; in 2026.9.6 only a right one, so whoever has one
paired device may still guess the shared secret without a limit.
*)
EXTENDS GuessesAreLimited

DoNotCount(a) == UNCHANGED entries
==============================================================================
