"""Tests of the reader of TLC's output, on recorded output of four versions of TLC."""
