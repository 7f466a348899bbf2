---- MODULE SpawnNeverWidens_AcpUnchecked ----------------------------------
(*
Bug: the sandboxes of parent and child are compared for the runtime subagent
only. A session in the sandbox asks for the runtime acp, which runs on the host.
*)
EXTENDS SpawnNeverWidens

OnlySubagentsCompared(r) ==
    Last.sandboxed /\ r.runtime = "subagent" => ChildSandboxed(r)
==============================================================================
