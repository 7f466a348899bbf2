---- MODULE PolicyWrites_ToolUnguarded ---------------------------------------
(*
Bug: the model's gateway tool hands every patch on, and the gateway takes it for
the owner's, because the tool's connection has operator.admin. A stranger's text
in a message is enough to lift the list of denied tools. True of 2026.1.29.
*)
EXTENDS PolicyWrites

ModelMayWriteAll(settings) == TRUE
==============================================================================
