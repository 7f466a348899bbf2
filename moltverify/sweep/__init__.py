"""Models in several sizes: how the states grow, and where the verdict turns."""
