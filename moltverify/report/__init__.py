"""How we say it: takes results, runs nothing."""
