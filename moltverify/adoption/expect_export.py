"""Registered models as `.expect` files beside their configs: `exit=12`, `property=P`."""

from collections.abc import Sequence
from pathlib import Path

from moltverify.adoption.exit_codes import CODES
from moltverify.adoption.exported_models import SAME_CONFIG, Export, ExportNote, exported_models
from moltverify.registry.expectation import Expectation, MustHold, MustReach
from moltverify.registry.records import Model, Registry
from moltverify.tlc.outcome import ViolationKind


def expect_export(registry: Registry, models: Sequence[Model]) -> Export:
    """Return the `.expect` files of some models of a registry."""
    exported, notes = exported_models(registry, models)
    texts: dict[Path, str] = {}
    for one in exported:
        file = one.config.with_suffix(".expect")
        if file in texts:
            notes.append(ExportNote(one.model.id, SAME_CONFIG))
            continue
        texts[file] = expect_text(one.expectation)
    return Export(texts, tuple(notes))


def expect_text(expected: Expectation) -> str:
    """Return the lines of an `.expect` file."""
    if isinstance(expected, MustHold):
        return "exit=0\n"
    if isinstance(expected, MustReach):
        return f"exit={CODES[ViolationKind.INVARIANT]}\nproperty={expected.invariant}\n"
    named = f"property={expected.property}\n" if expected.property else ""
    return f"exit={CODES[expected.kind]}\n{named}"
