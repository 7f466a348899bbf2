"""Tests of the warm engine, of single processes, and of the choice between them."""
