---- MODULE TaintStays_ForgedEnd ---------------------------------------------
(*
Bug: content may contain the end of the mark. What follows it is outside of the mark,
and counts as the owner's. True of 2026.1.29: wrapExternalContent puts the content
between two constant texts and changes nothing in it.
*)
EXTENDS TaintStays

WrapsPlainContent(content) == content = "plain"
==============================================================================
