---- MODULE IngressTrace_FreshId ---------------------------------------------
(*
Where the provider sends no id, each part makes one for itself.  Nothing ties
the parts together any more, and a part cannot be traced to its event.  True
of 2026.1.29, where a message without MessageSid is known only by the random
ids of the runs it starts.
*)
EXTENDS IngressTrace

OwnIdWithoutProviders == IF providerSendsIds THEN identity ELSE FreshId

==============================================================================
