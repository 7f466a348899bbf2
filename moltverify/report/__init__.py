"""Results as text, HTML and files; nothing in this room runs a model."""
