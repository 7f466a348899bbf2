"""The word about recorded runs that cannot be read."""

import click

from moltverify.report.story.escaping import inert_line
from moltverify.store.runs import RunFolders


def note_unreadable(store: RunFolders) -> None:
    """Print the newest run that could not be read, and how many others there are."""
    if not store.unreadable:
        return
    # Newest first, as they were read.
    file, reason = next(iter(store.unreadable.items()))
    others = len(store.unreadable) - 1
    rest = f", and {others} more" if others else ""
    # A reason can quote the file, which may hold a terminal's control codes.
    click.echo(inert_line(f"note: left out {file}, which cannot be read: {reason}{rest}"), err=True)
