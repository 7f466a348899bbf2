r"""What a config and the file beside it say: `.expect` files, `EXPECT-EXIT: n` and `\* module: X`.

The forms are those that projects with TLA+ models in public use.
"""

import re
from collections.abc import Iterator
from pathlib import Path

from msgspec.structs import replace

from moltverify.adoption.exit_codes import hint_of_exit_code
from moltverify.adoption.name_hints import breaks_by_path
from moltverify.adoption.records import ExpectedEnd, ModelHint
from moltverify.file_access import read_text

EXPECT_EXIT = re.compile(r"EXPECT[-_]EXIT\s*[:=]\s*(\d+)", re.IGNORECASE)
MODULE_LINE = re.compile(
    r"\\\*+\s*module\s*[:=]\s*(\w+)(?:\.tla)?\s*$", re.IGNORECASE | re.MULTILINE
)
PAIR = re.compile(r"^\s*([\w-]+)\s*[=:]\s*(.*?)\s*$", re.MULTILINE)


def hints_of_config(config: Path, text: str) -> Iterator[ModelHint]:
    """Yield what a config's own surroundings say, the strongest first; the name comes last."""
    beside = config.with_suffix(".expect")
    if beside.is_file():
        yield expect_hint(config, beside)
    if found := EXPECT_EXIT.search(text):
        line = text.count("\n", 0, found.start()) + 1
        hint = ModelHint(source=f"{config.name}:{line}", config=config)
        yield hint_of_exit_code(hint, int(found[1]))
    if part := breaks_by_path(config):
        yield ModelHint(source=f"the name {part}", config=config, expected=ExpectedEnd.BREAKS)


def module_line(text: str) -> str:
    r"""Return the module that a line `\* module: X` of a config names, or nothing."""
    found = MODULE_LINE.search(text)
    return found[1] if found else ""


def expect_hint(config: Path, file: Path) -> ModelHint:
    """Return what an `.expect` file says: lines `exit=12` and `property=P`."""
    try:
        pairs = {name.lower(): value for name, value in PAIR.findall(read_text(file))}
    except OSError:
        pairs = {}
    hint = ModelHint(source=file.name, config=config)
    code = pairs.get("exit", "")
    if code.isdecimal():
        hint = hint_of_exit_code(hint, int(code))
    names = re.findall(r"\w+", pairs.get("property", "") or pairs.get("invariant", ""))
    return replace(hint, property=names[0]) if names else hint
