"""A value as HTML, with its changes marked in place.

`tla.value_diff` decides what is a change; here the change is looked up in the value.
Without the `<del>` parts the text is the value in TLA+ syntax.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from markupsafe import Markup
from msgspec import Struct, field

from moltverify.report.story.escaping import inert_line
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
from moltverify.tla.value_reader import MAX_DEPTH
from moltverify.tla.values import (
    FunctionValue,
    RecordValue,
    SequenceValue,
    SetValue,
    Value,
    format_value,
)

SHORT_VALUE = 64  # characters that fit on a line, so that nothing says where it may break


class ChangeTree(Struct):
    """The changes below a path by their next steps; `here` is the change of the path itself."""

    here: Change | None = None
    below: dict[PathStep, ChangeTree] = field(default_factory=dict)

    def add(self, change: Change, path: ChangePath) -> None:
        """Add a change at its path, which is relative to this tree."""
        tree = self
        for step in path:
            tree = tree.below.setdefault(step, ChangeTree())
        tree.here = change

    def at(self, step: PathStep) -> ChangeTree:
        """Return the changes below a step; an empty tree if there are none."""
        return self.below.get(step, UNCHANGED)


UNCHANGED = ChangeTree()  # shared, so nothing may be added to it


def change_tree(changes: Iterable[Change]) -> ChangeTree:
    """Return the changes of one step of a trace, as a tree."""
    tree = ChangeTree()
    for change in changes:
        tree.add(change, change.path)
    return tree


def marked(name: str, value: Value, changes: ChangeTree) -> Markup:
    """Return a variable's value, with the changes of the step that led to it marked."""
    return Markup(value_html(value, changes.at(VariableName(name)), MAX_DEPTH))  # noqa: S704 - below


# What follows makes HTML as plain strings, because Markup checks each part again at every level.
# All text in it comes through `safe_text`.


def value_html(value: Value, changes: ChangeTree, levels: int) -> str:
    """Return a value as HTML; more than `levels` of it are text in which nothing is marked.

    Browsers nest at most 512 elements, and Python at most a thousand calls.
    """
    here = changes.here
    # A removed item has its old index, where the new sequence may have another item.
    if here and here.how is not How.REMOVED:
        # The change is of the whole value, so nothing inside it is marked.
        old = "" if here.old is None else f"<del>{value_html(here.old, UNCHANGED, levels)}</del>"
        return f"{old}<ins>{value_html(value, UNCHANGED, levels)}</ins>"
    if not levels:
        return safe_text(shown_value(value))
    inner = Parts(changes, levels - 1)
    match value:
        case SetValue(members):
            parts = [inner.member(member) for member in members]
            return enclosed("{", parts, inner.gone(), "}")
        case SequenceValue(items):
            parts = [inner.part(SequenceIndex(at), "", item) for at, item in enumerate(items, 1)]
            return enclosed("&lt;&lt;", parts, inner.gone(), ">>")
        case RecordValue(fields):
            parts = [inner.part(RecordField(at), f"{at} |-> ", item) for at, item in fields]
            return enclosed("[", parts, inner.gone(), "]")
        case FunctionValue(pairs) if pairs:
            parts = [
                inner.part(FunctionArgument(argument), f"{format_value(argument)} :> ", item)
                for argument, item in pairs
            ]
            return enclosed("(", parts, inner.gone(), ")", " @@")
        case _:
            return safe_text(shown_value(value))


class Parts(Struct, frozen=True):
    """Writes the parts of one value; `levels` are left below it."""

    changes: ChangeTree
    levels: int

    def part(self, step: PathStep, label: str, value: Value) -> str:
        """Return the part that a step leads to, behind its label."""
        # Most values have no changes below them, and the hash of a step may walk a whole value.
        changes = self.changes.at(step) if self.changes.below else UNCHANGED
        return safe_text(label) + value_html(value, changes, self.levels)

    def member(self, member: Value) -> str:
        """Return a set's member."""
        below = self.changes.below
        steps = (step for step in steps_to(member) if step in below) if below else ()
        changes = next((below[step] for step in steps), UNCHANGED)
        return value_html(member, changes, self.levels)

    def gone(self) -> str:
        """Return the parts that the step removed."""
        return "".join(
            f"<del>{safe_text(removed_label(step))}"
            f"{value_html(tree.here.old, UNCHANGED, self.levels)}</del>"
            for step, tree in self.changes.below.items()
            if tree.here and tree.here.how is How.REMOVED and tree.here.old is not None
        )


def steps_to(member: Value) -> Iterator[PathStep]:
    """Yield the path steps that may mean a set's member."""
    # A change in a record of a set is at the text that identifies the record, if one does.
    yield SetMember(member)
    for name, value in member.fields if isinstance(member, RecordValue) else ():
        if isinstance(value, str):
            yield KeyedRecord(name, value)


def removed_label(step: PathStep) -> str:
    """Return the label of a removed part."""
    match step:
        case RecordField(name):
            return f"{name} |-> "
        case FunctionArgument(argument):
            return f"{format_value(argument)} :> "
        case _:
            return ""


def safe_text(words: str) -> str:
    """Return a text that is harmless, on one line, as HTML."""
    return str(text_markup(inert_line(words)))


def text_markup(text: str) -> Markup:
    """Return a text as HTML for between tags, where only `<` and `&` mean something.

    Values and modules are full of quotes, `|->` and `>>`, which an attribute would need escaped.
    """
    shown = text.replace("&", "&amp;").replace("<", "&lt;")
    return Markup(shown)  # noqa: S704 - escaped here


def enclosed(left: str, kept: list[str], gone: str, right: str, between: str = ",") -> str:
    """Return parts in brackets, each in an element that lines break around; `gone` is last."""
    *others, last = kept or [""]
    if sum(map(len, kept)) + len(gone) <= SHORT_VALUE:
        return f"{left}{''.join(f'{item}{between} ' for item in others)}{last}{gone}{right}"
    parts = [f"<span>{item}{between}</span> " for item in others]
    # The bracket stays with the last item where a line ends.
    return f"{left}{''.join(parts)}<span>{last}{gone}{right}</span>"
