---- MODULE SpawnNeverWidens_AcpUnchecked ------------------------------------
(*
Bug: the sandboxes of parent and child are compared for the runtime subagent
only. A session in the sandbox asks for the runtime acp, which runs on the host.
True up to 2026.3.1 by GHSA-474h-prjg-mmw3; 2026.9.6 refuses such a child.
*)
EXTENDS SpawnNeverWidens

OnlySubagentsCompared(r) ==
    Last.sandboxed /\ r.runtime = "subagent" => ChildSandboxed(r)
==============================================================================
