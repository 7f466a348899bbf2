"""The steps that were possible at each state of a counterexample, as TLC finds them."""
