"""The public site: its pages, its data, and what holds for all of them."""
