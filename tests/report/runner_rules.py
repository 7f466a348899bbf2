"""What GitHub's runner takes for a command in a step's output, as its source has it.

From actions/runner, src/Runner.Common/ActionCommand.cs: TryParseV2, TryParse and their escapes.
Every name counts here, registered or not.
"""

import re

from msgspec import Struct


class Command(Struct, frozen=True):
    """A command that the runner would carry out."""

    name: str
    properties: dict[str, str]
    message: str


def obeyed(output: str) -> list[Command]:
    """Return the commands in a step's output."""
    # .NET's ReadLine ends a line at \n, \r and both.
    lines = re.split(r"\r\n|\n|\r", output)
    return [found for found in map(command, lines) if found is not None]


def command(line: str) -> Command | None:
    """Return the command in one line, if the runner sees one."""
    trimmed = line.lstrip()
    if trimmed.startswith("::") and "::" in trimmed[2:]:
        head, _, message = trimmed[2:].partition("::")
        return Command(*named(head, ","), unescaped(message))
    # The older form may stand anywhere in the line.
    start = line.find("##[")
    end = line.find("]", start)
    if start < 0 or end < 0:
        return None
    return Command(*named(line[start + 3 : end], ";"), line[end + 1 :])


def named(head: str, separator: str) -> tuple[str, dict[str, str]]:
    """Return a command's name and properties."""
    name, _, listed = head.partition(" ")
    pairs = [one.split("=", 1) for one in listed.strip().split(separator)]
    return name, {pair[0]: property_value(pair[1]) for pair in pairs if len(pair) == 2 and pair[1]}


def property_value(text: str) -> str:
    """Undo the escapes of a property."""
    return unescaped(text.replace("%3A", ":").replace("%2C", ","))


def unescaped(text: str) -> str:
    """Undo the escapes of a message."""
    return text.replace("%0D", "\r").replace("%0A", "\n").replace("%25", "%")
