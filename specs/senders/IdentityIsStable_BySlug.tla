---- MODULE IdentityIsStable_BySlug ------------------------------------------
(*
Bug: usernames are compared as slugs, without what is no letter or digit. Two
usernames have the same slug, and the other one need not be free. True of
2026.1.29: discord/monitor/allow-list.js resolveDiscordAllowListMatch.
*)
EXTENDS IdentityIsStable

SlugEntries == {Slug(e) : e \in entries \ AnnsIds}

IsListedOrSlug(sender) ==
    /\ sender.channel = Home
    /\ \/ \E e \in entries : Fold(e) \in Spellings(sender)
       \/ Slug(sender.username) \in SlugEntries
==============================================================================
