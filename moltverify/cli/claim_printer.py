"""A suite's results, printed while it runs."""

import os
import sys
from collections.abc import Sequence

from moltverify.registry.records import Claim, Model
from moltverify.report.terminal.console import Show, print_claim
from moltverify.report.terminal.terminal import make_console
from moltverify.suite.results import ModelResult


class ClaimPrinter:
    """Prints each claim's block once all its models have results, in the registry's order.

    Without `show` it prints nothing.
    """

    def __init__(self, claims: Sequence[Claim], models: Sequence[Model], show: Show | None) -> None:
        self.models = models
        self.show = show
        self.console = make_console(sys.stdout, None, os.environ)
        self.waiting = [claim for claim in claims if self.chosen(claim.id)]
        self.results: dict[str, ModelResult] = {}

    def chosen(self, claim: str) -> Sequence[Model]:
        """Return the chosen models of a claim."""
        return [model for model in self.models if model.claim == claim]

    def take(self, result: ModelResult) -> None:
        """Take one result, and print the claims that are complete now."""
        self.results[result.id] = result
        # Only from the front: models end in any order, and the output is the same each time.
        while self.waiting and all(
            model.id in self.results for model in self.chosen(self.waiting[0].id)
        ):
            self.print_next()

    def rest(self) -> None:
        """Print the remaining claims, which lack results because the run was stopped."""
        while self.waiting:
            self.print_next()

    def print_next(self) -> None:
        """Print the next claim, with the results that it has."""
        claim = self.waiting.pop(0)
        found = [self.results[m.id] for m in self.chosen(claim.id) if m.id in self.results]
        if self.show:
            print_claim(self.console, claim, found, self.show)
