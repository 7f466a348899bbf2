"""What a reader of a verdict should know beside its reason: the launch's note, TLC's warnings."""

from collections.abc import Iterator

from moltverify.suite.results import ModelResult


def remarks(result: ModelResult) -> Iterator[str]:
    """Yield remarks on a result, each a text that may have control characters of TLC's output."""
    if result.note:
        yield result.note
    for warning in result.warnings:
        # TLC wraps its warnings at no fixed width.
        yield f"TLC warns: {' '.join(warning.split())}"
