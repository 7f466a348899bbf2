"""Releases from an index, their archives, and what is kept of them."""
