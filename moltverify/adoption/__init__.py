"""Models that somebody has already: found, paired, run once, and written into a registry."""
