"""Where in the modules a step is written, and what the fault of a red model replaces."""

from msgspec import Struct

from moltverify.registry.spec_texts import ModelSources, SourceFile
from moltverify.tla.config import ConfigSyntaxError, Override, read_config
from moltverify.tla.module import Definition, ModuleFile
from moltverify.tla.module_parser import parse_module_text
from moltverify.tlc.trace import Place

LONGEST = 60  # lines: an excerpt is read at a glance


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
    """The one operator that a red model replaces, and what by."""

    intended: Replaced
    faulty: Replaced


class Modules:
    """Reads modules, each text once."""

    def __init__(self) -> None:
        self.known: dict[str, ModuleFile] = {}

    def of(self, file: SourceFile) -> ModuleFile:
        """Return what a file declares and defines; nothing if it is no module."""
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
    lines = file.text.split("\n")
    last = max(place.line, min(place.end_line or place.line, len(lines)))
    if place.line > len(lines):
        return None  # the file is not any more what it was when TLC read it
    around = definition_around(modules.of(file), place.line)
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
    """Return what a red model replaces; None where that cannot be seen any more."""
    if not red or not green or not red.config or not green.config:
        return None
    try:
        before, after = overrides(green.config), overrides(red.config)
    except ConfigSyntaxError:
        return None
    for name, override in after.items():
        old = before.get(name)
        if old is None or old.replacement != override.replacement:
            intended = definition_text(old.replacement if old else name, red, modules)
            return Fault(
                Replaced(name, intended),
                Replaced(override.replacement, definition_text(override.replacement, red, modules)),
            )
    return None


def overrides(config: SourceFile) -> dict[str, Override]:
    """Return what a config overrides; raises ConfigSyntaxError."""
    return dict(read_config(config.text).overrides)


def definition_text(name: str, sources: ModelSources, modules: Modules) -> str:
    """Return a definition's lines, wherever in the model's modules it stands, or nothing."""
    for _, file in sources.modules:
        found = modules.of(file).definition(name)
        if found:
            lines = found.lines(file.text)
            return "\n".join(line.rstrip() for line in lines).rstrip()
    return ""
