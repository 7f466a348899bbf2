"""Counterexamples as ITF traces, a JSON form that other tools for TLA+ read and show.

The format is Apalache's (apalache-mc/apalache, docs/src/adr/015adr-trace.md): booleans, strings,
arrays for sequences, objects for records, and `#bigint`, `#set`, `#tup`, `#map` and
`#unserializable` for what JSON has no form for.
"""

import re
from collections.abc import Iterator, Sequence
from typing import TypeAlias, Union

from moltverify.report.story.value_text import is_too_deep
from moltverify.store.json_records import indented_json
from moltverify.suite.results import ModelResult, SuiteResult
from moltverify.tla.values import (
    FunctionValue,
    Interval,
    ModelValue,
    RecordValue,
    SequenceValue,
    SetValue,
    Symbolic,
    Unreadable,
    Value,
    folded,
    format_value,
)
from moltverify.tlc.trace import LoopsBack, Step, Stutters, Trace

# A union with itself in quotes: `|` takes no names in quotes.
Json: TypeAlias = Union[bool, int, str, list["Json"], dict[str, "Json"]]  # noqa: UP007 - see above

SAFE = 2**53  # integers from here on are not exact in every reader of JSON (RFC 8259, section 6)
LONGEST_INTERVAL = 10_000  # members; a longer interval is written as text
VIEW = "VIEW"  # the name of the only value in a state that TLC printed under a view
# A field named `#set` would be read as a set, so records with such names become maps.
FIELD = re.compile(r"[A-Za-z0-9_]+")
# A recorded result may come from anybody, so no id may lead out of the folder.
NOT_IN_FILE_NAMES = re.compile(r"[^A-Za-z0-9@._-]")
FORMAT_PAGE = "https://apalache-mc.org/docs/adr/015adr-trace.html"


def itf_files(suite: SuiteResult) -> Iterator[tuple[str, bytes]]:
    """Yield a file's name and content for each counterexample with at least one state."""
    for result in suite.models:
        if result.trace is not None and result.trace.steps:
            yield file_name(result.id), itf_trace(result, result.trace)


def file_name(model_id: str) -> str:
    """Return the name of a model's file: `reset-link:reusable` is reset-link.reusable.itf.json.

    Characters that file systems or shells treat specially become underscores.
    """
    # A point at the start would hide the file, and a dash would make its name an option.
    return NOT_IN_FILE_NAMES.sub("_", model_id.replace(":", ".")).lstrip(".-") + ".itf.json"


def itf_trace(result: ModelResult, trace: Trace) -> bytes:
    """Return one counterexample as ITF."""
    content: dict[str, Json] = {
        "#meta": {
            "format": "ITF",
            "format-description": FORMAT_PAGE,
            "source": result.id,
            "verdict": result.verdict.value,
            "description": result.reason,
        },
        "vars": [variable(name) for name, _ in trace.steps[0].state],
        "states": [*itf_states(trace)],
    }
    loop = loop_start(trace)
    if loop is not None:
        content["loop"] = loop
    return indented_json(content)


def loop_start(trace: Trace) -> int | None:
    """Return the index, from 0, of the state that follows the last one; None if nothing does."""
    if isinstance(trace.ending, Stutters):
        # Stuttering repeats the last state: a loop of one state.
        return len(trace.steps) - 1
    if isinstance(trace.ending, LoopsBack):
        # An index that no state has is not valid ITF, so a loop to a missing state is left out.
        numbers = [step.number for step in trace.steps]
        return numbers.index(trace.ending.to) if trace.ending.to in numbers else None
    return None


def itf_states(trace: Trace) -> Iterator[Json]:
    """Yield the states, each with its index and the action that led to it."""
    for index, step in enumerate(trace.steps):
        values: dict[str, Json] = {variable(name): to_itf(value) for name, value in step.state}
        yield {"#meta": meta(index, step), **values}


def meta(index: int, step: Step) -> Json:
    """Return a state's metadata: its index, and the action that led to it."""
    if step.action is None:
        return {"index": index}
    return {"index": index, "action": step.action.name}


def variable(name: str) -> str:
    """Return a variable's name; a view's value has none in TLC's output."""
    return name or VIEW


def to_itf(value: Value) -> Json:
    """Return a value's ITF form; a value with more levels than the reader reads is text.

    Encoders and readers of JSON limit the nesting too.
    """
    return unserializable(value) if is_too_deep(value) else folded(value, with_itf_parts)


def unserializable(value: Value) -> Json:
    """Return a value as text, for values that ITF cannot express."""
    return {"#unserializable": format_value(value)}


def with_itf_parts(value: Value, parts: Sequence[Json]) -> Json:
    """Return a value's ITF form, given that of its children."""
    match value:
        # Before int(), because a bool is an int in Python.
        case bool() | str():
            return value
        case int():
            return value if -SAFE < value < SAFE else {"#bigint": str(value)}
        # Not from `parts`: an interval has no children, however many members it has.
        case Interval(low, high) if high - low < LONGEST_INTERVAL:
            return {"#set": [to_itf(number) for number in range(low, high + 1)]}
        case SetValue():
            return {"#set": [*parts]}
        case SequenceValue():
            return sequence(parts)
        case RecordValue(fields) if all(FIELD.fullmatch(name) for name, _ in fields):
            return {name: part for (name, _), part in zip(fields, parts, strict=True)}
        case RecordValue(fields):
            return {"#map": [[name, part] for (name, _), part in zip(fields, parts, strict=True)]}
        # A function's children are argument, result, argument, result and so on.
        case FunctionValue():
            return {"#map": [[*pair] for pair in zip(parts[::2], parts[1::2], strict=True)]}
        case ModelValue(name):
            # Apalache's form of a constant of an uninterpreted type, which no string is equal to.
            return f"{name}_OF_MODEL_VALUE"
        case Interval() | Symbolic() | Unreadable():
            return unserializable(value)


def sequence(items: Sequence[Json]) -> Json:
    """Return an array for items of one kind, else a tuple; TLC prints both in one form.

    In Apalache's type system the items of a sequence have one type, those of a tuple any types.
    """
    return [*items] if len({kind(item) for item in items}) <= 1 else {"#tup": [*items]}


def kind(item: Json) -> str:
    """Return a name for the kind of value that an ITF form represents."""
    if isinstance(item, dict):
        # A large integer is of the same kind as a small one, although only it needs an object.
        return next((key for key in item if key.startswith("#")), "record").replace(
            "#bigint", "int"
        )
    return type(item).__name__
