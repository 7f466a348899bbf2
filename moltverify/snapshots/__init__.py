"""Copies of a running system's state, read as the events of claims."""
