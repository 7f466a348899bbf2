"""A claim's results as the terminal shows them, as plain text for other programs."""

from collections.abc import Callable, Sequence
from io import BytesIO, TextIOWrapper

from rich.console import Console

from moltverify.registry.records import Claim
from moltverify.report.terminal.console import Show, print_claim
from moltverify.report.terminal.fit_text import print_fit
from moltverify.report.terminal.terminal import make_console
from moltverify.suite.results import ModelResult
from moltverify.tracing.trace_answers import TraceReport


def claim_text(claim: Claim, results: Sequence[ModelResult], width: int = 80) -> str:
    """Return a claim's results with their counterexamples, without colour, `width` columns wide."""
    return plain_print(lambda console: print_claim(console, claim, results, Show()), width)


def fit_words(claim: Claim, report: TraceReport, width: int = 80) -> str:
    """Return the answer about a log, without colour, `width` columns wide."""
    return plain_print(lambda console: print_fit(console, claim, report), width)


def plain_print(write: Callable[[Console], None], width: int) -> str:
    """Return what a function prints on a console without colour."""
    content = BytesIO()
    # Not StringIO, which has no encoding, so that the signs would be those for ASCII.
    with TextIOWrapper(content, encoding="utf-8", newline="\n") as stream:
        write(make_console(stream, False, {"COLUMNS": str(width)}))
        stream.flush()
        return content.getvalue().decode("utf-8").strip("\n")
