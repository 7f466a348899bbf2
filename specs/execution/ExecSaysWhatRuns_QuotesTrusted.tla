---- MODULE ExecSaysWhatRuns_QuotesTrusted -----------------------------------
(*
Bug: the analysis takes what stands in double quotes for plain text. The shell
starts what a substitution in them names, and the list has only seen the program
before it. True of 2026.1.29: iterateQuoteAware in infra/exec-approvals.js asks
for no substitution inside double quotes (CVE-2026-28470).
*)
EXTENDS ExecSaysWhatRuns

AnalyzeOutsideQuotes(line) ==
    IF line = Substitution THEN {"head"} ELSE IF line \in {Expansion, Spaced} THEN {"unknown"} ELSE Effects(line)
==============================================================================
