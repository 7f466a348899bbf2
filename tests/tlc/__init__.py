"""Tests of the reader of TLC's output, against output that four versions of TLC really gave."""
