"""Findings from an instrumented run: actions never taken, expressions never evaluated, vacuity."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from msgspec import Struct

from moltverify.audit.findings.constant_switches import OffParts
from moltverify.audit.findings.places import encloses, node_place, place_start
from moltverify.audit.findings.switched_off import Explanation, explain_action, explain_place
from moltverify.audit.findings.vacuity_conditions import Mark
from moltverify.audit.results import AuditFinding, FindingKind
from moltverify.tla.module import Definition
from moltverify.tla.parsed_modules import ParsedModules
from moltverify.tla.syntax_tree import line_of, symbol
from moltverify.tlc.coverage import Coverage
from moltverify.tlc.trace import Place

if TYPE_CHECKING:
    from tree_sitter import Node

BRANCHING = {"if_then_else", "case_arm"}
MAX_EXCERPT = 60  # characters of an expression in a message


class ActionSum(Struct, frozen=True):
    """Number of times that an action, or one disjunct of it, was taken."""

    name: str
    place: Place
    taken: int


def action_sums(sources: ParsedModules, coverage: Coverage) -> list[ActionSum]:
    """Return the sum per action or disjunct of the model's own modules, without initial states.

    TLC reports an action once for each way to it, such as each operator that calls it.
    """
    sums: dict[tuple[str, Place], int] = {}
    for one in coverage.actions:
        # The modules that the audit adds define no step of the model.
        if not one.is_initial and one.place.module in sources.by_name:
            key = (one.name, one.part or one.place)
            sums[key] = sums.get(key, 0) + one.generated
    return [ActionSum(name, place, taken) for (name, place), taken in sums.items()]


def coverage_findings(
    claim: str, sources: ParsedModules, coverage: Coverage, off: OffParts | None = None
) -> Iterator[AuditFinding]:
    """Yield findings for actions never taken and for the outermost expressions never evaluated.

    What constants switch off, `off`, is left out.
    """
    off = off or OffParts()
    untaken = untaken_actions(sources, coverage)
    for one in untaken:
        excerpt = source_excerpt(sources, one.place)
        if not explain_action(sources, off, one.name, one.place, excerpt):
            yield AuditFinding(
                claim=claim,
                kind=FindingKind.ACTION_NEVER_TAKEN,
                subject=one.name,
                message=f"the action {one.name} is never taken: {excerpt}",
                file=file_of(sources, one.place),
                line=one.place.line,
            )
    for place, definition in unevaluated_elsewhere(sources, coverage, untaken):
        if not explain_place(off, definition, place):
            name = definition.name if definition else "?"
            yield AuditFinding(
                claim=claim,
                kind=FindingKind.NEVER_EVALUATED,
                subject=name,
                message=f"{name} never gets as far as: {source_excerpt(sources, place)}",
                file=file_of(sources, place),
                line=place.line,
            )


def off_explanations(
    sources: ParsedModules, coverage: Coverage, off: OffParts
) -> Iterator[Explanation]:
    """Yield why each action or expression that constants switch off was never reached."""
    untaken = untaken_actions(sources, coverage)
    for one in untaken:
        excerpt = source_excerpt(sources, one.place)
        if explanation := explain_action(sources, off, one.name, one.place, excerpt):
            yield explanation
    for place, definition in unevaluated_elsewhere(sources, coverage, untaken):
        constants = explain_place(off, definition, place)
        if constants and definition:
            yield Explanation(constants, (definition.name,))


def has_unreached(sources: ParsedModules, coverage: Coverage) -> bool:
    """Tell whether some action was never taken, or some expression never evaluated."""
    return bool(untaken_actions(sources, coverage) or never_evaluated(sources, coverage))


def untaken_actions(sources: ParsedModules, coverage: Coverage) -> list[ActionSum]:
    """Return the actions that were never taken."""
    sums = action_sums(sources, coverage)
    return [one for one in sums if one.taken == 0 and not is_generated_end(sources, one)]


def unevaluated_elsewhere(
    sources: ParsedModules, coverage: Coverage, untaken: Sequence[ActionSum]
) -> Iterator[tuple[Place, Definition | None]]:
    """Yield the places never evaluated, with their definitions, outside actions never taken."""
    # What an action that is never taken does not evaluate follows from that.
    explained = {one.name for one in untaken}
    for place in never_evaluated(sources, coverage):
        definition = enclosing_definition(sources, place)
        if (definition.name if definition else "?") not in explained:
            yield place, definition


def is_generated_end(sources: ParsedModules, action: ActionSum) -> bool:
    """Tell whether an action is `Terminating` as the PlusCal translator writes it.

    The translator adds it to every algorithm, so that the end of one is no deadlock. Algorithms
    that never end do not take it.
    """
    module = sources.by_name[action.place.module or ""]
    own = module.definitions.get(action.name)
    return action.name == "Terminating" and own is not None and module.is_generated(own)


def mark_findings(
    claim: str,
    sources: ParsedModules,
    coverage: Coverage,
    missing: Sequence[Mark],
    off: OffParts | None = None,
) -> Iterator[AuditFinding]:
    """Yield findings for marks whose wanted event never happened.

    Of nested conditions the outermost is reported only, and none that the coverage explains: a
    condition inside, around or beside what TLC never evaluated could not have the event. The same
    holds of what constants switch off.
    """
    off = off or OffParts()
    untaken = {one.name for one in action_sums(sources, coverage) if one.taken == 0}
    unevaluated = never_evaluated(sources, coverage)
    places = [node_place(mark.definition.module, mark.node) for mark in missing]
    for mark, place in zip(missing, places, strict=True):
        # Its branch, or right side, is what the coverage reports.
        around = node_place(mark.definition.module, deciding_node(mark))
        is_explained = any(
            encloses(one, place) or one == place or encloses(around, one) for one in unevaluated
        )
        is_inner = any(encloses(other, place) for other in places)
        is_off = explain_place(off, mark.definition, place)
        if is_explained or is_inner or is_off or mark.definition.name in untaken:
            continue
        yield AuditFinding(
            claim=claim,
            kind=mark.kind,
            subject=mark.definition.name,
            message=mark.message,
            file=str(sources.by_name[mark.definition.module].file),
            line=place.line,
        )


def deciding_node(mark: Mark) -> Node:
    """Return the IF, arm of CASE or implication that a condition decides, or the condition.

    A branch that TLC never evaluated is reported as such, and is the same finding as its condition.
    """
    parent = mark.node.parent
    is_deciding = parent and (parent.type in BRANCHING or symbol(parent) == "implies")
    return parent if parent and is_deciding else mark.node


def never_evaluated(sources: ParsedModules, coverage: Coverage) -> list[Place]:
    """Return the outermost places whose count is zero in every report, in text order."""
    # TLC counts an expression once for each way to it, such as each call of its operator.
    sums: dict[Place, int] = {}
    for one in coverage.expressions:
        if one.place.module in sources.by_name:
            sums[one.place] = sums.get(one.place, 0) + one.count
    zero = [place for place, count in sums.items() if count == 0]
    outermost = [one for one in zero if not any(encloses(other, one) for other in zero)]
    return sorted(outermost, key=lambda one: (one.module or "", place_start(one)))


def enclosing_definition(sources: ParsedModules, place: Place) -> Definition | None:
    """Return the last definition that begins in or before a place's line, or None."""
    module = sources.by_name.get(place.module or "")
    before = [
        one
        for one in (module.definitions.values() if module else ())
        if line_of(one.node) <= place.line
    ]
    return max(before, key=lambda one: line_of(one.node), default=None)


def file_of(sources: ParsedModules, place: Place) -> str:
    """Return the path of the file that a place is in; raises KeyError for a foreign module."""
    return str(sources.by_name[place.module or ""].file)


def source_excerpt(sources: ParsedModules, place: Place) -> str:
    """Return the source text at a place in one line of at most MAX_EXCERPT characters."""
    text = sources.by_name[place.module or ""].text.decode("utf-8", "replace")
    lines = text.split("\n")[place.line - 1 : place.end_line or place.line]
    if not lines:
        return ""
    # The end first: in a place of one line, cutting the beginning would shift the end column.
    lines[-1] = lines[-1][: place.end_column]
    lines[0] = lines[0][(place.column or 1) - 1 :]
    words = " ".join(" ".join(lines).split())
    return words if len(words) <= MAX_EXCERPT else words[: MAX_EXCERPT - 3] + "..."
