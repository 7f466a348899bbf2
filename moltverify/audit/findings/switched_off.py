"""Which actions and expressions that a run never reached are switched off by constants."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from moltverify.audit.findings.constant_switches import OffParts, off_constants
from moltverify.audit.findings.places import encloses, node_place
from moltverify.audit.results import SwitchedOff
from moltverify.tla.module import Definition
from moltverify.tla.parsed_modules import ParsedModules
from moltverify.tla.syntax_tree import walk
from moltverify.tlc.trace import Place


class Explanation(Struct, frozen=True):
    """Constants that switch a part of a model off, and the names of what they switch off."""

    constants: tuple[str, ...]
    subjects: tuple[str, ...]


def explain_action(
    sources: ParsedModules, off: OffParts, name: str, place: Place, excerpt: str
) -> Explanation | None:
    """Return why an action, or the disjunct of one at a place, is off; None if it is not.

    `excerpt` stands for a disjunct that names no definition that is off with it.
    """
    module = sources.by_name[place.module or ""]
    definition = module.definitions.get(name)
    if definition is None:
        return None
    part = next((n for n in walk(definition.body) if node_place(module.name, n) == place), None)
    whole = known_off(off, definition) or off_constants(sources, off, definition.body, module.name)
    if whole or part is None:
        return Explanation(tuple(whole), (name,)) if whole else None
    found = explain_place(off, definition, place)
    constants = found or off_constants(sources, off, part, module.name)
    called = (one for one in sources.mentioned(part, module.name) if one.key in off.definitions)
    inside = tuple(one.name for one in called)
    return Explanation(tuple(constants), inside or (excerpt,)) if constants else None


def explain_place(off: OffParts, definition: Definition | None, place: Place) -> tuple[str, ...]:
    """Return the constants that switch off what is at a place of a definition, or nothing."""
    for switch in off.controlled:
        controlled = node_place(switch.module, switch.controlled)
        if controlled == place or encloses(controlled, place):
            return switch.constants
    return known_off(off, definition)


def known_off(off: OffParts, definition: Definition | None) -> tuple[str, ...]:
    """Return the constants that switch off all that uses a definition, or nothing."""
    return off.definitions.get(definition.key, ()) if definition else ()


def switched_off(claim: str, file: Path, explanations: Iterable[Explanation]) -> list[SwitchedOff]:
    """Return what constants switch off in a claim's model, with one record for some constants."""
    found: dict[tuple[str, ...], list[str]] = {}
    for one in explanations:
        found.setdefault(one.constants, []).extend(one.subjects)
    return [
        SwitchedOff((claim,), constants, tuple(dict.fromkeys(subjects)), str(file))
        for constants, subjects in found.items()
    ]


def merged_switches(parts: Sequence[SwitchedOff]) -> tuple[SwitchedOff, ...]:
    """Return the records, those that say the same of one module joined, in order."""
    found: dict[tuple[object, ...], SwitchedOff] = {}
    for one in parts:
        key = (one.file, one.constants, one.subjects)
        earlier = found.get(key)
        claims = (*earlier.claims, *one.claims) if earlier else one.claims
        found[key] = replace(one, claims=claims)
    return tuple(found.values())
