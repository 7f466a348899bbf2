"""TLC runs on generated modules, which show what a claim's models leave open."""
