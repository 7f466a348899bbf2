---- MODULE ApprovalsToken_Late ----------------------------------------------
(*
Bug: an approval counts as expired once its timer has run, and its age is not
looked at. Timers are late when the process is busy or the machine was asleep,
and a decision on a stale question is taken for one in time. True of 2026.1.29:
ExecApprovalManager.resolve does not look at expiresAtMs.
*)
EXTENDS ApprovalsToken

HasTimerRun(a) == Status(a) = "expired"
==============================================================================
