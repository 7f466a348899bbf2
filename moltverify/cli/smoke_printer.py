"""The results of a smoke run on the terminal."""

from rich.console import Console
from rich.text import Text

from moltverify.registry.records import Registry
from moltverify.report.story.escaping import inert_line
from moltverify.report.terminal.console import Show, print_claim
from moltverify.suite.results import ModelResult, SuiteResult


def print_smoke(console: Console, registry: Registry, result: SuiteResult) -> None:
    """Print the models that fail, other surprises in a line each, and the sum."""
    for claim in registry.claims:
        failed = [one for one in result.models if one.claim == claim.id and one.fails_smoke]
        if failed:
            print_claim(console, claim, failed, Show(quiet=True))
    for one in filter(is_surprise, result.models):
        console.print(Text(inert_line(f"not counted: {one.id}: {one.reason}"), style="unsure"))
    early = sum(one.ended_early for one in result.models)
    failures = sum(one.fails_smoke for one in result.models)
    failing = f"; {failures} failed" if failures else ""
    line = f"smoke: {early} of {len(result.models)} ended early{failing}; nothing here holds"
    console.print(Text(line, style="bad" if failures else "unsure"))


def is_surprise(result: ModelResult) -> bool:
    """Tell whether a model ended in time, in a way that is not expected, without a violation."""
    return not (result.ok or result.ended_early or result.fails_smoke)
