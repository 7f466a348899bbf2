"""The options that choose models by what changed in git."""

import os
from collections.abc import Callable, Mapping
from typing import Any

import click

from moltverify.registry.records import Model, Registry
from moltverify.report.story.escaping import inert


def changed_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add --changed, --since and --with-code."""
    for option in (
        click.option(
            "--with-code",
            is_flag=True,
            help="As --changed, and all models of claims whose code changed.",
        ),
        click.option("--since", metavar="REV", help="Only models that differ from a revision."),
        click.option(
            "--changed",
            is_flag=True,
            help="Only models that differ from git's HEAD; in a hook, from its revision.",
        ),
    ):
        command = option(command)
    return command


def changed_since(
    registry: Registry, models: tuple[Model, ...], since: str | None, with_code: bool
) -> tuple[tuple[Model, ...], str]:
    """Return the models that differ from a revision, and what was compared; print the notes.

    `with_code` adds the models of claims whose code differs. Without a revision it is that of the
    hook or HEAD. Raises UsageError as `changed_models`.
    """
    from moltverify.suite.changed_by_git import changed_models  # noqa: PLC0415 - seldom needed
    from moltverify.suite.comparison import wanted_comparison  # noqa: PLC0415 - seldom needed

    found = changed_models(registry, models, wanted_comparison(since, os.environ))
    for note in found.notes:
        click.echo(f"note: {inert(note)}", err=True)
    selected = {model.claim for model in models}
    moved = {claim: names for claim, names in found.moved.items() if claim in selected}
    print_moved(moved)
    wanted = set(moved) if with_code else set[str]()
    chosen = (model for model in models if model.id in found.models or model.claim in wanted)
    return tuple(chosen), found.compared


def print_moved(moved: Mapping[str, tuple[str, ...]]) -> None:
    """Print the claims whose code changed, with its files."""
    from moltverify.suite.changed_by_git import first_of  # noqa: PLC0415 - seldom needed

    # To stderr: the output of --json is for other programs.
    for claim, names in moved.items():
        click.echo(f"look at: {claim} ({inert(', '.join(first_of(names)))})", err=True)
