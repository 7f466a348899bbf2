"""`moltverify show`: print the last recorded counterexamples; no model is run."""

import os
import sys
from pathlib import Path

import click
from rich.console import Console
from rich.text import Text

from moltverify.cli.drift_notes import drifts_or_note
from moltverify.cli.options import (
    complete_selector,
    open_registry,
    open_store,
    registry_option,
    store_option,
)
from moltverify.cli.unreadable_runs import note_unreadable
from moltverify.errors import StoreError, UsageError
from moltverify.file_access import text_pieces
from moltverify.registry.records import Model, Role
from moltverify.registry.select import select
from moltverify.report.story.escaping import inert, inert_line
from moltverify.report.terminal.console import Show, print_claim, print_whole
from moltverify.report.terminal.terminal import make_console
from moltverify.suite.recorded_runs import RecordedRuns
from moltverify.suite.results import ModelResult
from moltverify.suite.verdict import route_of
from moltverify.tla.derived_config import DerivedConfig


@click.command("show", short_help="Show recorded counterexamples again.")
@click.argument("selector", shell_complete=complete_selector)
@click.option("--brief", is_flag=True, help="Leave out all about the claim but its title.")
@click.option("--full", is_flag=True, help="Show whole states.")
@click.option("--raw", is_flag=True, help="Print TLC's own output.")
@click.option("--route", is_flag=True, help="Print the reds' actions as a line for the registry.")
@registry_option
@store_option
def command(  # noqa: PLR0913 - an argument per option of the command line
    selector: str,
    brief: bool,
    full: bool,
    raw: bool,
    route: bool,
    registry: Path | None,
    store: Path | None,
) -> None:
    """Show the last recorded results and counterexamples of the models that SELECTOR names."""
    known = open_registry(registry)
    models = select(known, [selector])
    runs = open_store(store, known)
    recorded = newest_results(runs, models)
    if raw:
        print_raw(runs, recorded)
        return
    if route:
        print_routes(recorded)
        return
    console = make_console(sys.stdout, None, os.environ)
    drifts = {} if brief else drifts_or_note(known)
    for claim in known.claims:
        results = [result for result in recorded if result.claim == claim.id]
        # The states of a witness are shown only where it is the one model that was asked for.
        print_claim(
            console,
            claim,
            results,
            Show(
                full=full,
                witnesses=len(recorded) == 1,
                about=not brief,
                whole=True,
                drifts=drifts,
            ),
        )
    if len(models) == 1 and not brief:
        print_derived(console, models[0])
    if len(recorded) == 1 and recorded[0].trace is None:
        console.print("there is no counterexample")


def print_derived(console: Console, model: Model) -> None:
    """Print the config of a red that is made of its green's, which no file shows."""
    config = model.job.config
    if isinstance(config, DerivedConfig):
        heading = f"config of {model.id}, made of {config.base.name}:"
        lines = inert(config.read_text()).rstrip("\n").split("\n")
        print_whole(console, Text("\n".join([heading, *(f"  {line}" for line in lines)])))


def newest_results(store: RecordedRuns, models: tuple[Model, ...]) -> list[ModelResult]:
    """Return the models' newest recorded results; raises UsageError if no model has one."""
    found = [store.latest(model.id) for model in models]
    note_unreadable(store)
    recorded = [one for one in found if one is not None]
    if not recorded:
        names = models[0].claim if len(models) > 1 else models[0].id
        raise UsageError(f"no run of {names} is recorded", f"run: moltverify run {names}")
    return recorded


def print_routes(recorded: list[ModelResult]) -> None:
    """Print the actions of the reds' counterexamples, each as a YAML line for the registry."""
    reds = [one for one in recorded if one.role is Role.RED]
    routes = {one.id: route_of(one.trace.steps) for one in reds if one.trace}
    if not routes:
        raise UsageError(
            f"{recorded[0].id} has no counterexample of a red model", "name one: CLAIM:FAULT"
        )
    for model, names in routes.items():
        if len(routes) > 1:
            click.echo(f"# {model}")
        click.echo(f"route: [{', '.join(map(inert_line, names))}]")


def print_raw(store: RecordedRuns, recorded: list[ModelResult]) -> None:
    """Print TLC's output of the first red model, or of the first model without a red."""
    reds = [one for one in recorded if one.role is Role.RED]
    output = store.runs / (reds or recorded)[0].logs / "output.txt"
    # A record may come from another person; its path must not reach files outside the store.
    if not output.resolve().is_relative_to(store.runs.resolve()):
        raise StoreError(
            f"the record names a file outside the store: {output}", "run again with --no-cache"
        )
    # Output can have a terminal's control codes from the spec; a pipe gets the original text.
    to_terminal = sys.stdout.isatty()
    try:
        # In pieces, because a model can print hundreds of megabytes.
        for text in text_pieces(output):
            click.echo(inert(text) if to_terminal else text, nl=False)
    except OSError as error:
        raise StoreError(
            f"TLC's output is kept no longer: {output}", "run again with --no-cache"
        ) from error
