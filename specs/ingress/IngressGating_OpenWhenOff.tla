---- MODULE IngressGating_OpenWhenOff ----------------------------------------
(*
A choice that is documented upstream, and not a mistake in the code: access
groups that are off are read as everybody is authorized, at once in mode allow,
and in mode configured as long as no list exists.  Both gates ask the same
question, so both open.  True of resolveCommandAuthorizedFromAuthorizers in all
releases; an owner who switches access groups off gives up this claim.
*)
EXTENDS IngressGating

EverybodyWhenOff ==
  IF config.useAccessGroups THEN message.authorizers = "allow"
  ELSE CASE config.modeWhenAccessGroupsOff = "allow" -> TRUE
         [] config.modeWhenAccessGroupsOff = "deny" -> FALSE
         [] OTHER -> message.authorizers \in {"none", "allow"}

==============================================================================
