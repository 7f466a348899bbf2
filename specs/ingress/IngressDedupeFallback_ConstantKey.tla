---- MODULE IngressDedupeFallback_ConstantKey --------------------------------
(*
A missing id is used as if it were one: all events without an id in one place
have the same key, and only the first of them is ever processed.
*)
EXTENDS IngressDedupeFallback

BlankIsAnId(e, spelling) == ProviderKey(e, spelling)

==============================================================================
