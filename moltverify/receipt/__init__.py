"""Receipts of runs: how they are made, and how two of them are compared."""
