"""The known drifts of releases, for commands that are about the models."""

from collections.abc import Mapping

import click

from moltverify.conformance.known_drift import known_drifts
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
