---- MODULE IngressDedupeFallback_BlanksDropped ------------------------------
(*
Blank parts are left out before the parts are joined, so that an account
without a thread and a thread without an account give one key where their
names are equal.  True of buildInboundDedupeKey in 2026.1.29.
*)
EXTENDS IngressDedupeFallback

JoinedWithoutBlanks(e, spelling) ==
  {SelectSeq(<<"sid">> \o Place(e) \o <<event[e].sid>>, LAMBDA part : part # Blank)}

==============================================================================
