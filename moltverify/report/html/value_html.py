"""A value as HTML, what changed in it marked in place.

What counts as a change is decided in report.changes; here it is only found again in the value. The
text that is not struck out is the value as TLA+ writes it.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from markupsafe import Markup, escape
from msgspec import Struct

from moltverify.report.story.changes import Change, How, bare
from moltverify.report.story.escaping import inert_line
from moltverify.tla import values as tla
from moltverify.tla.values import Value, format_value


class ValuePart(Struct, frozen=True):
    """What a record's field or a function's argument maps to."""

    label: str
    path: str
    value: Value


Changes = Mapping[str, Sequence[Change]]


def marked(name: str, value: Value, changes: Iterable[Change]) -> Markup:
    """Return a variable's value, with the changes of the step that led to it marked."""
    by_path: dict[str, list[Change]] = {}
    for change in changes:
        by_path.setdefault(change.path, []).append(change)
    return Markup().join(value_pieces(name, value, by_path))


def unmarked(value: Value) -> Markup:
    """Return a value without marks."""
    return Markup().join(value_pieces("", value, {}))


def value_pieces(path: str, value: Value, changes: Changes) -> Iterator[Markup]:
    """Yield the HTML of the value at a path."""
    whole = next((one for one in changes.get(path, ()) if is_whole(one, value)), None)
    if whole is not None:
        if whole.old is not None:
            yield struck(unmarked(whole.old))
        yield inserted(value)
        return
    match value:
        case tla.SetValue(members):
            yield enclosed("{", members_of(members, changes.get(path, ())), "}")
        case tla.SequenceValue(items):
            yield enclosed("<<", items_of(path, items, changes), ">>")
        case tla.RecordValue(fields):
            parts = [ValuePart(name, f"{path}.{name}", result) for name, result in fields]
            yield enclosed("[", parts_of(path, parts, changes, " |-> "), "]")
        case tla.FunctionValue(pairs) if pairs:
            parts = [
                ValuePart(format_value(argument), f"{path}[{bare(argument)}]", result)
                for argument, result in pairs
            ]
            yield enclosed("(", parts_of(path, parts, changes, " :> "), ")", " @@")
        case _:
            yield safe_text(format_value(value))


def is_whole(change: Change, value: Value) -> bool:
    """Tell whether a change is of this whole value, not of a member or item of it."""
    return change.how is How.CHANGED or (change.how is How.ADDED and change.new is value)


def safe_text(words: str) -> Markup:
    """Return a text that is harmless, on one line."""
    return escape(inert_line(words))


class Gone(Markup):
    """What is not part of the value any more."""


def struck(old: Markup) -> Gone:
    """Return what was there before."""
    return Gone(Markup("<del>%s</del>") % old)


def inserted(new: Value) -> Markup:
    """Return what is new."""
    return Markup("<ins>%s</ins>") % unmarked(new)


def enclosed(left: str, items: Iterable[Markup], right: str, between: str = ",") -> Markup:
    """Return items in brackets, each kept together where a line ends; what is gone comes last."""
    every = list(items)
    kept = [item for item in every if not isinstance(item, Gone)]
    lost = [item for item in every if isinstance(item, Gone)]
    *others, last = kept or [Markup()]
    parts = [Markup("<span>%s%s</span> ") % (item, between) for item in others]
    # The bracket stays with the last item where a line ends.
    parts.append(Markup("<span>%s%s%s</span>") % (last, Markup().join(lost), right))
    return left + Markup().join(parts)


def members_of(members: Iterable[Value], changes: Sequence[Change]) -> Iterator[Markup]:
    """Yield a set's members, those that are new marked, and those that are gone."""
    new = [change.new for change in changes if change.how is How.ADDED]
    for member in members:
        yield inserted(member) if any(member is one for one in new) else unmarked(member)
    yield from removed(changes)


def items_of(path: str, items: Sequence[Value], changes: Changes) -> Iterator[Markup]:
    """Yield a sequence's items, appended and changed ones marked, and those that are gone."""
    here = changes.get(path, ())
    appended = sum(change.how is How.ADDED for change in here)
    for index, item in enumerate(items, start=1):
        if index > len(items) - appended:
            yield inserted(item)
        else:
            yield Markup().join(value_pieces(f"{path}[{index}]", item, changes))
    yield from removed(here)


def parts_of(
    path: str, parts: Sequence[ValuePart], changes: Changes, arrow: str
) -> Iterator[Markup]:
    """Yield what each name maps to, and what is gone."""
    for part in parts:
        result = Markup().join(value_pieces(part.path, part.value, changes))
        yield Markup("%s%s%s") % (safe_text(part.label), arrow, result)
    paths = [part.path for part in parts]
    for where, found in changes.items():
        if where not in paths and is_below(where, [path]) and not is_below(where, paths):
            label = where[len(path) :].strip(".[]")
            yield from removed(found, f"{label}{arrow}")


def is_below(path: str, parents: Iterable[str]) -> bool:
    """Tell whether a path leads into one of the others."""
    return any(path.startswith((f"{parent}.", f"{parent}[")) for parent in parents)


def removed(changes: Iterable[Change], label: str = "") -> Iterator[Markup]:
    """Yield what is gone."""
    for change in changes:
        if change.how is How.REMOVED and change.old is not None:
            yield struck(safe_text(label) + unmarked(change.old))
