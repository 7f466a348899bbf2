---- MODULE IngressDedupeFallback_TextKey ------------------------------------
(*
The fallback is a fingerprint of the text: retries have the same one, but so
has the next person, or the next day, that says "ok" in the same place.
*)
EXTENDS IngressDedupeFallback

Fingerprint(e, spelling) == {<<"text">> \o Place(e) \o <<event[e].text>>}

==============================================================================
