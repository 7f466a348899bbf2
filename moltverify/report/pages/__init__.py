"""Markdown: the summary of a run and the generated pages about claims."""
