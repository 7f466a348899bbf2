"""What is kept on disk: recorded runs, verdicts, experiments and findings."""
