---- MODULE ElevatedNeedsBoth_NameCounts -------------------------------------
(*
Bug: the name that a sender shows is compared with the lists too, and everybody
chooses a name freely. True of 2026.1.29, where SenderName, SenderUsername and
SenderTag match any entry; in 2026.9.6 they match only an entry that asks for a
name.
*)
EXTENDS ElevatedNeedsBoth

SenderAndName(m) == {m.sender, m.name}
==============================================================================
