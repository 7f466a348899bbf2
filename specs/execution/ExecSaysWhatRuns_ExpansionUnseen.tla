---- MODULE ExecSaysWhatRuns_ExpansionUnseen ---------------------------------
(*
Bug: the arguments of a safe bin are judged before the shell expands them. $FILE
is no path, but it becomes one, and head reads a file that it may not read. True of
2026.1.29: isSafeBinUsage looks at the tokens of the unexpanded line
(CVE-2026-28463).
*)
EXTENDS ExecSaysWhatRuns

AnalyzeBeforeExpansion(line) ==
    IF line = Expansion THEN {"head"} ELSE IF line \in {Substitution, Spaced} THEN {"unknown"} ELSE Effects(line)
==============================================================================
