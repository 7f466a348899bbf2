"""Tests of the data about TLC's known faults, and of the search for what triggers them."""
