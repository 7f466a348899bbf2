---- MODULE GuessesAreLimited_SpellingsApart ---------------------------------
(*
Bug: the counter is that of the address as it comes, so an IPv4 address and the
same address in IPv6 spelling are two clients, and each has its own attempts.
True of the hooks' counter before 2026.2.22.
*)
EXTENDS GuessesAreLimited

AsItComes(a) == a
==============================================================================
