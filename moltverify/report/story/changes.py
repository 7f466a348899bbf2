"""Changes as text; `tla.value_diff` decides what is a change."""

from collections.abc import Iterator

from moltverify.report.story.value_text import shown_value
from moltverify.tla.value_diff import (
    Change,
    ChangePath,
    FunctionArgument,
    How,
    KeyedRecord,
    PathStep,
    RecordField,
    SequenceIndex,
    SetMember,
    VariableName,
)
from moltverify.tla.values import format_value


def shown_path(change: Change) -> ChangePath:
    """Return the path to show: for a part gained or lost, the path of its set or sequence."""
    # The text of the change names the part itself: `+ 3`.
    is_part = isinstance(change.path[-1], SetMember | SequenceIndex)
    return change.path[:-1] if is_part and change.how is not How.CHANGED else change.path


def path_text(change: Change) -> str:
    """Return where a change is, such as `pc[worker1]`, `row.status` or `queue[2]`."""
    return "".join(_joined(shown_path(change)))


def _joined(path: ChangePath) -> Iterator[str]:
    for step in path:
        name = step_text(step)
        match step:
            case VariableName():
                yield name
            case RecordField():
                yield f".{name}"
            case KeyedRecord():
                # Braces as of a set: the record is a member, and no index leads to it.
                yield f"{{{name}}}"
            case _:
                yield f"[{name}]"


def step_text(step: PathStep) -> str:
    """Return a step of a path without dot, braces or brackets.

    A string has quotes only where a model value of the same spelling could be meant.
    """
    match step:
        case VariableName(name) | RecordField(name):
            return name
        case SequenceIndex(index):
            return str(index)
        case KeyedRecord(_, text):
            return text
        case FunctionArgument(argument, is_spelled_twice):
            is_bare = isinstance(argument, str) and not is_spelled_twice
            return str(argument) if is_bare else format_value(argument)
        case SetMember(member):
            return format_value(member)


def change_text(change: Change) -> str:
    """Return a change in a line, without its path."""
    old = "" if change.old is None else shown_value(change.old)
    new = "" if change.new is None else shown_value(change.new)
    return {
        How.CHANGED: f"{old} -> {new}",
        How.ADDED: f"+ {new}",
        How.REMOVED: f"- {old}",
    }[change.how]
