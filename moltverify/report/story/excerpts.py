"""The lines of a step in the modules, and the definition that a red model replaces."""

from msgspec import Struct

from moltverify.registry.spec_texts import ModelSources, SourceFile
from moltverify.tla.config import ConfigSyntaxError, Override, read_config
from moltverify.tla.module import Definition, ModuleFile
from moltverify.tla.module_parser import parse_module_text
from moltverify.tlc.trace import Place

LONGEST = 60  # lines of an excerpt, which stands beside a state


class Excerpt(Struct, frozen=True):
    """Lines of a file, counted from 1, with some of them marked; all bounds are included."""

    file: str
    first: int
    last: int
    marked_first: int
    marked_last: int


class Replaced(Struct, frozen=True):
    """A definition as text."""

    name: str
    text: str


class Fault(Struct, frozen=True):
    """The operator that a red model replaces, and its replacement."""

    intended: Replaced
    faulty: Replaced


class Modules:
    """Reads modules, each file once, because every step of a trace asks for its module."""

    def __init__(self) -> None:
        self.known: dict[str, ModuleFile] = {}

    def of(self, file: SourceFile) -> ModuleFile:
        """Return a file's declarations and definitions; none if it is not a module."""
        if file.path not in self.known:
            self.known[file.path] = parse_module_text(file.text)
        return self.known[file.path]


def excerpt_at(
    place: Place | None, sources: ModelSources | None, modules: Modules
) -> Excerpt | None:
    """Return the definition around a place, with the place's own lines marked."""
    file = sources.file_of(place.module) if sources and place and place.module else None
    if file is None or place is None:
        return None
    # Not splitlines(), which also ends lines where TLC and the page's script end none.
    lines = file.text.split("\n")
    last = max(place.line, min(place.end_line or place.line, len(lines)))
    if place.line > len(lines):
        return None  # the file has changed since TLC read it
    around = definition_around(modules.of(file), place.line)
    # The comment above a definition says what the action means.
    first = with_comment(lines, around.line if around else place.line)
    end = max(around.end_line, last) if around else last
    return Excerpt(file.path, first, min(end, first + LONGEST), place.line, last)


def definition_around(module: ModuleFile, line: int) -> Definition | None:
    """Return the definition that a line belongs to."""
    return next((one for one in module.definitions if one.line <= line <= one.end_line), None)


def with_comment(lines: list[str], first: int) -> int:
    """Return the line where the comment right above a line begins, or that line."""
    while first > 1 and lines[first - 2].lstrip().startswith("\\*"):
        first -= 1
    return first


def fault_of(
    red: ModelSources | None, green: ModelSources | None, modules: Modules
) -> Fault | None:
    """Return what a red model replaces; None if the current files do not show it."""
    if not red or not green or not red.config or not green.config:
        return None
    try:
        before, after = overrides(green.config), overrides(red.config)
    except ConfigSyntaxError:
        # The config may have changed since the run, and the report has enough without it.
        return None
    for name, override in after.items():
        old = before.get(name)
        # The first difference is the only one: a red replaces one operator (registry.check).
        if old is None or old.replacement != override.replacement:
            intended = definition_text(old.replacement if old else name, red, modules)
            return Fault(
                Replaced(name, intended),
                Replaced(override.replacement, definition_text(override.replacement, red, modules)),
            )
    return None


def overrides(config: SourceFile) -> dict[str, Override]:
    """Return a config's overrides; raises ConfigSyntaxError."""
    return dict(read_config(config.text).overrides)


def definition_text(name: str, sources: ModelSources, modules: Modules) -> str:
    """Return a definition's lines, from whichever of the model's modules has it; empty if none."""
    for _, file in sources.modules:
        found = modules.of(file).definition(name)
        if found:
            lines = found.lines(file.text)
            return "\n".join(line.rstrip() for line in lines).rstrip()
    return ""
