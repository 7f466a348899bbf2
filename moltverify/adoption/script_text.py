"""Makefiles and shell scripts as commands: lines joined, variables and loops written out.

This is no shell: what a command line gets from other programs, or from a condition, stays as it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import islice
from pathlib import Path

from msgspec import Struct

MAX_DEPTH = 8  # variables inside variables; deeper ones name themselves
# A script can double a value with every line, and nest loops; no command for TLC is as long.
MAX_LENGTH = 20_000  # characters
MAX_TURNS = 2_000
ASSIGNMENT = re.compile(r"\s*(?:export\s+|local\s+|readonly\s+)?(\w+)\s*[:?+]?=\s*(.*)")
SHELL_ASSIGNMENT = re.compile(
    r"\s*(?:export\s+|local\s+|readonly\s+)?(\w+)=(\"[^\"]*\"|'[^']*'|\S*)$"
)
VARIABLE = re.compile(r"\$\((\w+)\)|\$\{(\w+)\}|\$\$?(\w+)|\$\$?\{(\w+)\}")
STRIPPED = re.compile(r"\$\$?\{(\w+)%%?\.(\w+)\}")  # a value without its suffix
RULE = re.compile(r"^([^\s:#=][^:=#]*):(?!=)\s*([^=;]*?)(?:;(.*))?$")
MOVE = re.compile(r"\s*[@-]*\s*\(?\s*(?:cd|pushd)\s+([^\s;&|]+)[^;&|]*(?:$|[;&|])")
LOOP = re.compile(r"\bfor\s+(\w+)\s+in\s+([^;]+?)\s*(?:;|$)")


class ScriptLine(Struct, frozen=True):
    """A command of a script with its place; `target` is the name of a Makefile's rule.

    `folder` is the folder in which it runs, as far as the script shows.
    """

    file: Path
    line: int
    text: str
    folder: Path
    target: str = ""

    @property
    def place(self) -> str:
        """The place for people."""
        return f"{self.file.name}:{self.line}"


def script_lines(file: Path, text: str) -> Iterator[ScriptLine]:
    """Yield the commands of a script in order, a command of a loop once for each word."""
    reader = _ScriptReader(file)
    for number, line in joined_lines(text):
        yield from reader.commands(number, line)


class _ScriptReader:
    """Reads the lines of one script in order; keeps variables, the rule, the loops, the folder."""

    def __init__(self, file: Path) -> None:
        self.file = file
        # The lines of make's rules begin with a tab, and all others are make's own.
        self.makes = file.suffix in {"", ".mk"}
        self.values: dict[str, str] = {}
        self.target = ""
        self.loops: list[tuple[str, list[str]]] = []
        self.folder = file.parent

    def commands(self, number: int, line: str) -> Iterator[ScriptLine]:
        own = self.makes and not line.startswith((" ", "\t"))
        command = self.after_rule(line) if own else line
        if self.assigns(command, own) or not command.strip():
            return
        if loop := LOOP.search(command):
            words = words_of_loop(expanded(loop[2], self.values), self.folder)
            self.loops.append((loop[1], words))
        moved = MOVE.match(command)
        inside = folder_of(moved, self.folder, self.values, self.file)
        for chosen in islice(choices(self.loops), MAX_TURNS):
            known = expanded(command, {**self.values, **chosen})
            yield ScriptLine(self.file, number, known, inside, self.target)
        # A change of folder lasts until the end of a shell script, and of make's line.
        if moved and not self.makes and "&&" not in command:
            self.folder = inside
        if self.loops and re.search(r"(^|[\s;])done\b", command):
            self.loops.pop()

    def after_rule(self, line: str) -> str:
        """Return the command behind the head of make's rule, or a line that is no head."""
        rule = RULE.match(line)
        if rule is None:
            return line
        needs = expanded(rule[2], self.values).split()
        self.target = next(iter(expanded(rule[1], self.values).split()), "")
        first = needs[0] if needs else ""
        self.values |= {"@": self.target, "<": first, "^": " ".join(needs)}
        return rule[3] or ""

    def assigns(self, line: str, own: bool) -> bool:
        """Keep the value of a line that assigns one to a variable, and tell whether it does."""
        found = (ASSIGNMENT if own else SHELL_ASSIGNMENT).match(line)
        if found is None:
            return False
        self.values[found[1]] = expanded(found[2].strip("\"' "), self.values)
        return True


def joined_lines(text: str) -> Iterator[tuple[int, str]]:
    """Yield the lines with their numbers: continued ones joined, no blank ones, no comments."""
    waiting, first = "", 0
    for number, line in enumerate(text.splitlines(), 1):
        first = first or number
        whole = waiting + line
        if whole.endswith("\\"):
            waiting = whole[:-1] + " "
            continue
        if whole.strip() and not whole.lstrip().startswith("#"):
            yield first, whole
        waiting, first = "", 0


def expanded(text: str, values: Mapping[str, str]) -> str:
    """Return a text with the values of the variables that are known."""
    for _ in range(MAX_DEPTH):
        before = text
        text = STRIPPED.sub(lambda one: without_suffix(one, values), text)
        text = re.sub(r"\$\$?([@<^])", lambda one: values.get(one[1], one[0]), text)
        text = VARIABLE.sub(lambda one: known_value(one, values), text)
        if text == before or len(text) > MAX_LENGTH:
            break
    return text[:MAX_LENGTH]


def known_value(found: re.Match[str], values: Mapping[str, str]) -> str:
    """Return a variable's value, or the variable as it stands."""
    name = next(filter(None, found.groups()))
    return values.get(name, found[0])


def without_suffix(found: re.Match[str], values: Mapping[str, str]) -> str:
    """Return a variable's value without the suffix that the script removes."""
    value = values.get(found[1])
    return found[0] if value is None else value.removesuffix(f".{found[2]}")


def words_of_loop(text: str, folder: Path) -> list[str]:
    """Return the words that a loop goes through; a pattern of names becomes the names."""
    found = list[str]()
    for word in text.split():
        names = word.strip("\"'")
        # An absolute pattern is about another machine, and `glob` refuses it.
        if "*" in names and not names.startswith("/") and "$" not in names:
            matches = [str(one.relative_to(folder)) for one in sorted(folder.glob(names))]
            found += matches or [names]
        else:
            found.append(names)
    return found


def choices(loops: list[tuple[str, list[str]]]) -> Iterator[dict[str, str]]:
    """Yield the values of the variables of all open loops, for each turn."""
    if not loops:
        yield {}
        return
    (name, words), *inner = loops
    for word in words:
        for rest in choices(inner):
            yield {name: word, **rest}


def folder_of(
    moved: re.Match[str] | None, folder: Path, values: Mapping[str, str], file: Path
) -> Path:
    """Return the folder of a command after the change of folder that begins its line."""
    if moved is None:
        return folder
    name = expanded(moved[1].strip("\"'"), values)
    # `$(dirname "$0")` and the like: the script's own folder.
    if "$" in name:
        return file.parent
    there = folder / name
    return there if there.is_dir() else folder
