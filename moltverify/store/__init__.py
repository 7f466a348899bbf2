"""Records on disk: runs, verdicts, experiments and findings."""
