"""A counterexample as a story, decided once for the terminal, the page and every file."""
