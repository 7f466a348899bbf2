"""Sweeps: models in several sizes, the growth of their states, and the smallest violation."""
