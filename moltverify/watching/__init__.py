"""Models that are checked again whenever their files change, for as long as the program runs."""
