"""`moltverify help`: the keys of the registry, or a command's own help."""

import os
import sys

import click

from moltverify.errors import UsageError
from moltverify.report.pages.registry_reference import registry_reference
from moltverify.report.terminal.terminal import width_of

REGISTRY = "registry"


@click.command("help", short_help="Show the registry's keys, or a command's help.")
@click.argument("topic", required=False, metavar="[registry|COMMAND]")
@click.pass_context
def command(context: click.Context, topic: str | None) -> None:
    """Print every key of the registry (`moltverify help registry`), or a command's help."""
    if topic == REGISTRY:
        click.echo(registry_reference(width_of(sys.stdout, os.environ)))
        return
    program = context.parent
    assert program is not None  # it is a command of the program
    if topic is None:
        click.echo(program.get_help())
        return
    assert isinstance(program.command, click.Group)
    found = program.command.get_command(program, topic)
    if found is None:
        raise UsageError(f"there is no command and no topic '{topic}'", "run: moltverify --help")
    with click.Context(found, info_name=topic, parent=program) as own:
        click.echo(found.get_help(own))
