"""The known drifts of releases, for commands that are about the models."""

from collections.abc import Mapping

import click

from moltverify.conformance.drift_record import read_recorded
from moltverify.conformance.known_drift import known_drifts
from moltverify.conformance.results import ReplayFinding
from moltverify.errors import MoltverifyError
from moltverify.registry.records import Registry
from moltverify.report.story.escaping import inert


def drifts_or_note(registry: Registry) -> Mapping[str, tuple[str, ...]]:
    """Return sentences about the known drifts of each claim; print a note if a file is damaged."""
    try:
        return known_drifts(registry)
    except MoltverifyError as error:
        # No verdict depends on these files.
        click.echo(f"note: known drifts are left out: {inert(error.message)}", err=True)
        return {}


def recorded_or_note(registry: Registry) -> tuple[ReplayFinding, ...]:
    """Return the findings on record; print a note if the file is damaged."""
    try:
        recorded = read_recorded(registry.specs)
    except MoltverifyError as error:
        click.echo(f"note: recorded replays are left out: {inert(error.message)}", err=True)
        return ()
    return recorded.findings if recorded else ()
