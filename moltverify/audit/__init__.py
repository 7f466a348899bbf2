"""How much a suite says: coverage, hollow checks, mutation testing, sweeps."""
