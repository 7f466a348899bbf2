"""A counterexample as a story: one form for the terminal, the page and every file."""
