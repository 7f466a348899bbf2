"""How a red differs from its green: in constants, operators, definitions, properties or the rest.

A red may replace an operator, set a constant, be a copy of the module, or check another property.
The parsed modules and the configs say which; no key of the registry does.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from enum import Enum

from msgspec import Struct
from msgspec.structs import replace

from moltverify.registry.records import Model
from moltverify.registry.spec_files import SpecFiles
from moltverify.tla.config import Config
from moltverify.tla.config_writer import assignment_line, lines, replacement_line
from moltverify.tla.module import Definition, ModuleFile
from moltverify.tla.syntax_tree import one_line_expression

CHECKED = ("INVARIANTS", "PROPERTIES")


class TwinPart(Enum):
    """The part of a model in which a red differs from its green."""

    CONSTANT = "constant"
    OPERATOR = "operator"
    DEFINITION = "definition"
    PROPERTY = "property"
    CONFIG = "config"


class TwinDifference(Struct, frozen=True):
    """One difference of a red from its green.

    `before` is the green's text and `after` the red's, empty where it has none: a value, the name
    of an operator, the source of a definition, or an entry of a config.
    """

    part: TwinPart
    name: str
    before: str
    after: str

    def __str__(self) -> str:
        match self.part:
            case TwinPart.OPERATOR if self.after:
                instead = f" instead of {self.before}" if self.before else ""
                return f"{self.name} is replaced by {self.after}{instead}"
            case TwinPart.OPERATOR:
                return f"{self.name} is not replaced by {self.before}"
            case TwinPart.CONSTANT:
                instead = f" instead of {self.before}" if self.before else ""
                return f"{self.name} is {self.after or 'not set'}{instead}"
            case TwinPart.DEFINITION if self.before and self.after:
                return f"{self.name} is defined in another way"
            case TwinPart.PROPERTY:
                return f"{self.name} is {'checked' if self.after else 'not checked'}"
            case _:
                return f"{self.name} is {'added' if self.after else 'missing'}"

    @property
    def counts(self) -> bool:
        """Whether it can be the cause of a violation by itself."""
        # Definitions of its own and fewer properties come with most reds.
        if self.part is TwinPart.DEFINITION:
            return bool(self.before)
        return self.part is not TwinPart.PROPERTY or bool(self.after)


class ParsedTwin(Struct, frozen=True):
    """What is compared of a model: its config, and its modules, the root first."""

    config: Config
    modules: Sequence[ModuleFile]


def twin_differences(green: Model, red: Model, files: SpecFiles) -> list[TwinDifference]:
    """Return how a red differs from its green.

    Raises OSError for an unreadable file and ConfigSyntaxError for an unreadable config.
    """
    return compared_twins(parsed_twin(green, files), parsed_twin(red, files))


def parsed_twin(model: Model, files: SpecFiles) -> ParsedTwin:
    """Return what is compared of a model."""
    return ParsedTwin(files.config(model.job.config), files.used_modules(model.job))


def compared_twins(green: ParsedTwin, red: ParsedTwin) -> list[TwinDifference]:
    """Return how a red differs from its green."""
    return [
        *twin_settings(green.config, red.config),
        *twin_definitions(green.modules, red.modules),
        *twin_config_entries(green.config, red.config),
    ]


def twin_settings(green: Config, red: Config) -> Iterator[TwinDifference]:
    """Yield the constants and replaced operators in which two configs differ."""
    old, new = setting_texts(green), setting_texts(red)
    for name in dict.fromkeys((*old, *new)):
        before, after = old.get(name, ""), new.get(name, "")
        if before != after:
            is_value = before.startswith("= ") or after.startswith("= ")
            part = TwinPart.CONSTANT if is_value else TwinPart.OPERATOR
            texts = (text.partition(" ")[2] for text in (before, after))
            yield TwinDifference(part, name, *texts)


def setting_texts(config: Config) -> dict[str, str]:
    """Return what a config sets and replaces: `= VALUE` or `<- NAME` by the name before it."""
    values = (assignment_line(one).partition(" = ") for one in config.constants)
    replaced = (replacement_line(one).partition(" <- ") for one in config.overrides.values())
    return {name: f"{mark.strip()} {text}" for name, mark, text in (*values, *replaced)}


def twin_definitions(
    green: Sequence[ModuleFile], red: Sequence[ModuleFile]
) -> Iterator[TwinDifference]:
    """Yield the definitions in which modules differ that stand for each other.

    Those are the roots, unless the red uses the green's, and modules of one name.
    """
    if not green or not red:
        return
    files = {one.file.resolve() for one in red}
    pairs = [] if green[0].file.resolve() in files else [(green[0], red[0])]
    named = {one.name: one for one in green[1:]}
    pairs += [(named[one.name], one) for one in red[1:] if one.name in named]
    for old, new in pairs:
        if old.file.resolve() != new.file.resolve() or old.text != new.text:
            yield from twin_module_definitions(old, new)


def twin_module_definitions(green: ModuleFile, red: ModuleFile) -> Iterator[TwinDifference]:
    """Yield the definitions in which two modules differ, in the green's order."""
    old, new = definitions_by_name(green.definitions), definitions_by_name(red.definitions)
    for name in dict.fromkeys((*old, *new)):
        before, after = old.get(name), new.get(name)
        if not (before and after) or text_without_layout(before) != text_without_layout(after):
            texts = (source_lines_of(before, green), source_lines_of(after, red))
            yield TwinDifference(TwinPart.DEFINITION, name, *texts)


def definitions_by_name(definitions: Iterable[Definition]) -> Mapping[str, Definition]:
    """Return definitions by their names."""
    return {one.name: one for one in definitions}


def text_without_layout(definition: Definition) -> str:
    """Return a definition in one line without comments, in which copies often differ."""
    return one_line_expression(definition.node)


def source_lines_of(definition: Definition | None, module: ModuleFile) -> str:
    """Return the lines of a definition, if there is one."""
    text = module.text.decode("utf-8", "replace")
    return "\n".join(definition.lines(text)) if definition else ""


def twin_config_entries(green: Config, red: Config) -> Iterator[TwinDifference]:
    """Yield the properties and other entries that only one of two configs has."""
    old, new = config_entry_names(green), config_entry_names(red)
    for keyword, name in dict.fromkeys((*old, *new)):
        is_new = (keyword, name) in new
        if is_new and (keyword, name) in old:
            continue
        if keyword in CHECKED:
            yield TwinDifference(TwinPart.PROPERTY, name, *(("", name) if is_new else (name, "")))
        else:
            text = f"{keyword} {name}"
            yield TwinDifference(TwinPart.CONFIG, text, *(("", text) if is_new else (text, "")))


def config_entry_names(config: Config) -> list[tuple[str, str]]:
    """Return each entry of a config with its keyword, without constants and replacements."""
    rest = replace(config, constants=(), overrides={})
    words = [section.split() for section in lines(rest)]
    return [(keyword, name) for keyword, *names in words for name in names]
