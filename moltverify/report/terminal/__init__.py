"""What the terminal shows: verdicts, traces, tables and progress."""
