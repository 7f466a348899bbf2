"""The registry: which claims there are, and which models speak for them."""
