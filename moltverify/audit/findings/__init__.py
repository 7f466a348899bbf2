"""What makes a claim say less than it seems to, found in text, coverage and verdicts."""
