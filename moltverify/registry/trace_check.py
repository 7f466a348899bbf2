"""Whether the mapping of a claim's log speaks of what its green model has."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from msgspec import Struct

from moltverify.registry.mistakes import nearest
from moltverify.registry.records import Claim, Model
from moltverify.registry.spec_files import KnownNames, SpecFiles
from moltverify.registry.trace_records import ShownValue, TraceMapping
from moltverify.tla.module_parser import parse_module_text
from moltverify.tla.parsed_modules import ParsedModules
from moltverify.tla.syntax_tree import text_of, walk

if TYPE_CHECKING:
    from tree_sitter import Node

NAME_OF_EXPRESSION = "It"  # the name of the definition by which an expression is parsed
EVENT, EVENTS = "event", "Events"


class MappedText(Struct, frozen=True):
    """An expression of a mapping, where it stands, and the name of the log in it."""

    keys: tuple[str, ...]
    text: str
    logged: str = ""


def trace_mistakes(claim: Claim, files: SpecFiles) -> Iterator[tuple[tuple[str, ...], str]]:
    """Yield the keys below `trace` that have a mistake, each with a message."""
    if claim.trace is None or claim.green is None:
        return
    green, mapping = claim.green, claim.trace
    known, sources = files.names(green.job), files.parsed(green.job)
    if known.complete:
        yield from taken_names(mapping, known, sources, green)
        yield from unknown_constants(mapping, sources, green)
        for one in mapped_texts(mapping):
            for message in expression_faults(one, known, sources, green):
                yield one.keys, message
    witnesses = {one.name for one in claim.witnesses}
    yield from unknown_coverage(mapping, witnesses, known, green)


def taken_names(
    mapping: TraceMapping, known: KnownNames, sources: ParsedModules, green: Model
) -> Iterator[tuple[tuple[str, ...], str]]:
    """Yield a mistake for a model with a name that stands for the log in the mapping."""
    own = known.defined | sources.variables | sources.constants
    used = {EVENT: "events", EVENTS: "constants"} if mapping.constants else {EVENT: "events"}
    for name, key in used.items():
        if name in own:
            yield (key,), f"{green.job.module} has '{name}' too, which is the log's here"


def unknown_constants(
    mapping: TraceMapping, sources: ParsedModules, green: Model
) -> Iterator[tuple[tuple[str, ...], str]]:
    """Yield a mistake for each constant that the model does not declare."""
    for name in mapping.constants:
        if name not in sources.constants:
            guess = nearest(name, sources.constants)
            yield ("constants", name), f"{green.job.module} has no constant {name}{guess}"


def mapped_texts(mapping: TraceMapping) -> Iterator[MappedText]:
    """Yield every expression of a mapping."""
    for event in mapping.events:
        where = ("events", event.kind)
        if event.action:
            yield MappedText((*where, "action"), event.action, EVENT)
        yield from shown_texts((*where, "before"), event.before)
        yield from shown_texts((*where, "after"), event.after)
    yield from shown_texts(("initial",), mapping.initial)
    for action in mapping.hidden:
        yield MappedText(("hidden", action), action)
    for name, text in mapping.constants.items():
        yield MappedText(("constants", name), text, EVENTS)


def shown_texts(keys: tuple[str, ...], shown: tuple[ShownValue, ...]) -> Iterator[MappedText]:
    """Yield the expressions of what an event shows."""
    for one in shown:
        yield MappedText((*keys, one.shown), one.shown)
        yield MappedText((*keys, one.shown), one.value, EVENT)


def expression_faults(
    mapped: MappedText, known: KnownNames, sources: ParsedModules, green: Model
) -> Iterator[str]:
    """Yield why an expression says nothing about a model."""
    names = free_names(mapped.text)
    if names is None:
        yield f"this is no TLA+ expression: {mapped.text}"
        return
    for name in names:
        if name not in sources.variables | {mapped.logged} and known.lacks(name):
            guess = nearest(name, known.defined | sources.variables)
            yield f"{green.job.module} does not define {name}{guess}"


def free_names(text: str) -> list[str] | None:
    """Return the names that an expression uses and does not bind; None if it is no expression."""
    parsed = parse_module_text(f"---- MODULE M ----\n{NAME_OF_EXPRESSION} == (\n{text}\n)\n====\n")
    found = parsed.definition(NAME_OF_EXPRESSION)
    if parsed.error_line is not None or found is None or len(parsed.definitions) != 1:
        return None
    nodes = list(walk(found.body))
    bound = {text_of(one) for one in nodes if one.type == "identifier"}
    used = [text_of(one) for one in nodes if one.type == "identifier_ref" and not is_field(one)]
    return [name for name in dict.fromkeys(used) if name not in bound]


def is_field(name: Node) -> bool:
    """Tell whether a name is that of a record's field, as in `row.age`."""
    above = name.parent
    return above is not None and above.type == "record_value" and name != above.children[0]


def unknown_coverage(
    mapping: TraceMapping, witnesses: set[str], known: KnownNames, green: Model
) -> Iterator[tuple[tuple[str, ...], str]]:
    """Yield a mistake for each name of `cover` that can be nothing in a log."""
    named = {one.kind for one in mapping.events} | witnesses | set(mapping.hidden)
    for name in mapping.cover:
        free = [] if name in named else free_names(name)
        if free is None or any(map(known.lacks, free)):
            what = "no kind of event, witness or predicate of the model"
            guess = nearest(name, named | known.defined)
            yield ("cover", name), f"'{name}' is {what} {green.job.module}{guess}"
