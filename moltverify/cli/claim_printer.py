"""A suite's results, printed while it runs."""

from collections.abc import Sequence

from rich.console import Console

from moltverify.registry.records import Claim, Model
from moltverify.report.terminal.console import Show, print_claim
from moltverify.suite.results import ModelResult


class ClaimPrinter:
    """Prints each claim's block once all its models have results, in the registry's order.

    Without `show` it prints nothing, and with `at_once` false nothing before `rest`.
    """

    def __init__(
        self,
        claims: Sequence[Claim],
        models: Sequence[Model],
        show: Show | None,
        console: Console,
        at_once: bool = True,
    ) -> None:
        self.chosen: dict[str, list[Model]] = {}
        for model in models:
            self.chosen.setdefault(model.claim, []).append(model)
        self.show = show
        self.console = console
        self.at_once = at_once
        self.waiting = [claim for claim in claims if claim.id in self.chosen]
        self.results: dict[str, ModelResult] = {}

    def take(self, result: ModelResult) -> None:
        """Take one result, and print the claims that are complete now."""
        self.results[result.id] = result
        # Only from the front: models end in any order, and the output is the same each time.
        while self.at_once and self.waiting and self.is_complete(self.waiting[0]):
            self.print_next()

    def is_complete(self, claim: Claim) -> bool:
        """Tell whether all chosen models of a claim have results."""
        return all(model.id in self.results for model in self.chosen[claim.id])

    def rest(self) -> None:
        """Print the remaining claims; they lack results if the run was stopped."""
        while self.waiting:
            self.print_next()

    def print_next(self) -> None:
        """Print the next claim, with the results that it has."""
        claim = self.waiting.pop(0)
        found = [self.results[m.id] for m in self.chosen[claim.id] if m.id in self.results]
        if self.show:
            print_claim(self.console, claim, found, self.show)
