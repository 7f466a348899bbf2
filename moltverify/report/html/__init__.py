"""The HTML page: its records, its fragments and its templates."""
