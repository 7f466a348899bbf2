"""GitHub's workflow commands: writing them, and making those in other text ineffective.

The syntax is that of actions/toolkit (packages/core/src/command.ts); what counts as a command in a
step's output is that of actions/runner (src/Runner.Common/ActionCommand.cs).
"""

import re
from collections.abc import Mapping

# The runner looks for :: after any white space at the start of a line, and for ##[ anywhere.
OPENING = re.compile(r"(^|[\r\n])([^\S\r\n]*):(?=:)")
OLD_OPENING = re.compile(r"##(?=\[)")


def command(name: str, properties: Mapping[str, str], message: str) -> str:
    """Return a command without its line end."""
    listed = ",".join(f"{key}={property_value(value)}" for key, value in properties.items())
    return f"::{name} {listed}::{data(message)}"


def data(text: str) -> str:
    """Return a command's message, escaped."""
    # The per cent sign first, because the other escapes contain it.
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def property_value(text: str) -> str:
    """Return the value of one of a command's properties, escaped."""
    # Here a comma ends the value, and two colons end the list of properties.
    return data(text).replace(":", "%3A").replace(",", "%2C")


def without_commands(text: str) -> str:
    """Return whole lines of text with a blank inside each mark that starts a command."""
    return OLD_OPENING.sub("## ", OPENING.sub(r"\1\2: ", text))


def json_without_commands(content: bytes) -> bytes:
    """Return equivalent JSON in which the runner sees no command; `content` is one line."""
    # Our JSON starts with a brace, so `::` cannot start the line. A bracket after two hashes can
    # only be in a string, where this escape means the same.
    return content.replace(b"##[", b"##\\u005b")
