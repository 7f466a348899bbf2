"""Receipts of runs: making them, and comparing them item by item."""
