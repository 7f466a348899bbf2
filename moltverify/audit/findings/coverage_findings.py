"""What a watched run shows: actions never taken, what never is evaluated, true or false."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from msgspec import Struct

from moltverify.audit.findings.vacuity_conditions import Mark
from moltverify.audit.results import AuditFinding, Kind
from moltverify.tla.parsed_modules import Definition, ParsedModules
from moltverify.tla.syntax_tree import line_of, symbol
from moltverify.tlc.coverage import Coverage
from moltverify.tlc.trace import Place

if TYPE_CHECKING:
    from tree_sitter import Node

DECIDING = {"if_then_else", "case_arm"}
LONGEST = 60  # characters of an expression that are shown


class ActionSum(Struct, frozen=True):
    """How often an action, or one disjunct of it, was taken in all."""

    name: str
    place: Place
    taken: int


def actions(sources: ParsedModules, coverage: Coverage) -> list[ActionSum]:
    """Return the actions of the model itself, each once, with how often it was taken."""
    sums: dict[tuple[str, Place], int] = {}
    for one in coverage.actions:
        if not one.is_initial and one.place.module in sources.by_name:
            key = (one.name, one.part or one.place)
            sums[key] = sums.get(key, 0) + one.generated
    return [ActionSum(name, place, taken) for (name, place), taken in sums.items()]


def coverage_findings(
    claim: str, sources: ParsedModules, coverage: Coverage
) -> Iterator[AuditFinding]:
    """Yield what was never taken or evaluated; of nested expressions only the outermost."""
    idle = [one for one in actions(sources, coverage) if one.taken == 0]
    idle = [one for one in idle if not is_generated_end(sources, one)]
    for one in idle:
        yield AuditFinding(
            claim=claim,
            kind=Kind.ACTION_NEVER_TAKEN,
            subject=one.name,
            message=f"the action {one.name} is never taken: {source_excerpt(sources, one.place)}",
            file=file_of(sources, one.place),
            line=one.place.line,
        )
    explained = {one.name for one in idle}
    for place in never_evaluated(sources, coverage):
        definition = enclosing(sources, place)
        name = definition.name if definition else "?"
        if name not in explained:
            yield AuditFinding(
                claim=claim,
                kind=Kind.NEVER_EVALUATED,
                subject=name,
                message=f"{name} never gets as far as: {source_excerpt(sources, place)}",
                file=file_of(sources, place),
                line=place.line,
            )


def is_generated_end(sources: ParsedModules, action: ActionSum) -> bool:
    """Tell whether an action is what the PlusCal translator adds lest the end be a deadlock."""
    module = sources.by_name[action.place.module or ""]
    own = module.definitions.get(action.name)
    return action.name == "Terminating" and own is not None and module.is_generated(own)


def mark_findings(
    claim: str, sources: ParsedModules, coverage: Coverage, missing: Sequence[Mark]
) -> Iterator[AuditFinding]:
    """Yield the conditions that never did what they should, unless the coverage says as much.

    Of nested conditions it yields the outermost only.
    """
    idle = {one.name for one in actions(sources, coverage) if one.taken == 0}
    zero = never_evaluated(sources, coverage)
    places = [node_place(mark.definition.module, mark.node) for mark in missing]
    for mark, place in zip(missing, places, strict=True):
        around = node_place(mark.definition.module, whole(mark))
        known = any(contains(one, place) or one == place or contains(around, one) for one in zero)
        inner = any(contains(other, place) for other in places)
        if known or inner or mark.definition.name in idle:
            continue
        yield AuditFinding(
            claim=claim,
            kind=mark.kind,
            subject=mark.definition.name,
            message=mark.message,
            file=str(sources.by_name[mark.definition.module].file),
            line=place.line,
        )


def whole(mark: Mark) -> Node:
    """Return what a condition decides about: the IF, CASE or implication around it, or itself."""
    parent = mark.node.parent
    deciding = parent and (parent.type in DECIDING or symbol(parent) == "implies")
    return parent if parent and deciding else mark.node


def node_place(module: str, node: Node) -> Place:
    """Return where a node is, in TLC's way of counting."""
    (line, column), (end_line, end_column) = node.start_point, node.end_point
    return Place(module, line + 1, column + 1, end_line + 1, end_column)


def never_evaluated(sources: ParsedModules, coverage: Coverage) -> list[Place]:
    """Return the outermost places in which nothing was evaluated, in the text's order."""
    sums: dict[Place, int] = {}
    for one in coverage.expressions:
        if one.place.module in sources.by_name:
            sums[one.place] = sums.get(one.place, 0) + one.count
    zero = [place for place, count in sums.items() if count == 0]
    outermost = [one for one in zero if not any(contains(other, one) for other in zero)]
    return sorted(outermost, key=lambda one: (one.module or "", start(one)))


def start(place: Place) -> tuple[int, int]:
    """Return where a place begins."""
    return place.line, place.column or 0


def end(place: Place) -> tuple[int, int]:
    """Return where a place ends."""
    return place.end_line or place.line, place.end_column or 0


def contains(outer: Place, inner: Place) -> bool:
    """Tell whether one place encloses another one."""
    same = outer.module == inner.module and outer != inner
    return same and start(outer) <= start(inner) and end(inner) <= end(outer)


def enclosing(sources: ParsedModules, place: Place) -> Definition | None:
    """Return the definition in which a place is."""
    module = sources.by_name.get(place.module or "")
    before = [
        one
        for one in (module.definitions.values() if module else ())
        if line_of(one.node) <= place.line
    ]
    return max(before, key=lambda one: line_of(one.node), default=None)


def file_of(sources: ParsedModules, place: Place) -> str:
    """Return the file in which a place is."""
    return str(sources.by_name[place.module or ""].file)


def source_excerpt(sources: ParsedModules, place: Place) -> str:
    """Return the source text at a place as one line, cut to a length."""
    text = sources.by_name[place.module or ""].text.decode("utf-8", "replace")
    lines = text.split("\n")[place.line - 1 : place.end_line or place.line]
    if not lines:
        return ""
    # The end first: both columns count in one line where the place has no other.
    lines[-1] = lines[-1][: place.end_column]
    lines[0] = lines[0][(place.column or 1) - 1 :]
    words = " ".join(" ".join(lines).split())
    return words if len(words) <= LONGEST else words[: LONGEST - 3] + "..."
