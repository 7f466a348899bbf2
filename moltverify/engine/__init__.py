"""Warm engine: TLC runs in worker processes that each keep one Java virtual machine."""
