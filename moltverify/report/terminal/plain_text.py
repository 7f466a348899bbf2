"""A claim's results as the terminal shows them, as plain text for other programs."""

from collections.abc import Sequence
from io import BytesIO, TextIOWrapper

from moltverify.registry.records import Claim
from moltverify.report.terminal.console import Show, print_claim
from moltverify.report.terminal.terminal import make_console
from moltverify.suite.results import ModelResult


def claim_text(claim: Claim, results: Sequence[ModelResult], width: int = 80) -> str:
    """Return a claim's results with their counterexamples, without colour, `width` columns wide."""
    content = BytesIO()
    # Not StringIO, which has no encoding, so that the signs would be those for ASCII.
    with TextIOWrapper(content, encoding="utf-8", newline="\n") as stream:
        console = make_console(stream, False, {"COLUMNS": str(width)})
        print_claim(console, claim, results, Show())
        stream.flush()
        return content.getvalue().decode("utf-8").strip("\n")
