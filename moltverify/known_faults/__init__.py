"""Faults of TLC that are known by release, and the models that have what triggers them."""
