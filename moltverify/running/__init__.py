"""One TLC run: the job, its command, the files that TLC sees, the process and its result."""
