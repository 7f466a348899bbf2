"""Replay the models' steps against the published implementation."""
