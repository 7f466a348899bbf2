---- MODULE IngressGating_OpenWhenOff ----------------------------------------
(*
Access groups that are off are read as: everybody is authorized, at once in
mode allow, and in mode configured as long as no list exists.  Both gates ask
the same question, so both open.  True of resolveCommandAuthorizedFromAuthorizers
in 2026.1.29, whose mode is allow unless a caller passes another.
*)
EXTENDS IngressGating

EverybodyWhenOff ==
  IF config.useAccessGroups THEN message.authorizers = "allow"
  ELSE CASE config.modeWhenAccessGroupsOff = "allow" -> TRUE
         [] config.modeWhenAccessGroupsOff = "deny" -> FALSE
         [] OTHER -> message.authorizers \in {"none", "allow"}

==============================================================================
