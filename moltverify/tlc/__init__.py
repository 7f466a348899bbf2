"""Parsers of TLC's output: pure functions from text to records, without files or a clock."""
