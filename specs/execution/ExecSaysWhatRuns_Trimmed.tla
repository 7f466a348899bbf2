---- MODULE ExecSaysWhatRuns_Trimmed -----------------------------------------
(*
Bug: the text for the owner is made of trimmed arguments. The owner reads rm and
allows it; what runs is another program, whose name ends with a
space. True of 2026.1.29: formatCommand in node-host/runner.js trims each argument
(CVE-2026-32065).
*)
EXTENDS ExecSaysWhatRuns

FormatTrimmed(argv) == IF argv = Spaced THEN "rm" ELSE argv
==============================================================================
