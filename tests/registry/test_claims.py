"""Reading claims: what each part may be, and the mistakes that its text alone shows."""

from pathlib import Path

import pytest

from moltverify.registry.expectation import MustHold, MustReach, MustViolate
from moltverify.registry.load import load_registry
from moltverify.registry.records import Claim, Implementation, Role
from moltverify.tlc.outcome import ViolationKind
from tests.conftest import edit
from tests.registry.mistakes import REGISTRY, after, found

BOUNDS = "bounds: Two visitors, because one is enough to break in and one to be let in."


def claim(project: Path) -> Claim:
    [only] = load_registry(project / REGISTRY).claims
    return only


def test_a_claims_models_are_the_green_the_witnesses_and_the_reds(project: Path) -> None:
    models = claim(project).models
    assert [(model.id, model.name, model.role) for model in models] == [
        ("door", "green", Role.GREEN),
        ("door@let-in", "let-in", Role.WITNESS),
        ("door:unlocked", "unlocked", Role.RED),
    ]


def test_each_model_has_its_expectation_and_its_sentence(project: Path) -> None:
    green, witness, red = claim(project).models
    assert (green.expectation, green.sentence) == (MustHold(6), "Nobody is inside without the key")
    assert (witness.expectation, witness.sentence) == (
        MustReach("OwnerInside"),
        "The owner gets in",
    )
    assert red.expectation == MustViolate("OnlyWithKey", ViolationKind.INVARIANT, 3)
    assert red.sentence == "The door is not locked."


def test_a_witness_runs_the_greens_module_with_the_greens_config(project: Path) -> None:
    green, witness, _ = claim(project).models
    assert (witness.job.module, witness.job.config) == (green.job.module, green.job.config)


def test_a_config_is_named_like_its_module_unless_it_says_so(project: Path) -> None:
    assert claim(project).green.job.config == project / "specs" / "Door.cfg"
    (project / "specs" / "Door.cfg").rename(project / "specs" / "Other.cfg")
    edit(project / REGISTRY, "module: Door.tla,", "module: Door.tla, config: Other.cfg,")
    assert claim(project).green.job.config == project / "specs" / "Other.cfg"


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("invariant", ViolationKind.INVARIANT),
        ("property", ViolationKind.TEMPORAL_PROPERTY),
        ("action property", ViolationKind.ACTION_PROPERTY),
    ],
)
def test_a_red_violates_a_named_property_of_a_kind(
    project: Path, kind: str, expected: ViolationKind
) -> None:
    edit(project / REGISTRY, "length: 3", f"kind: {kind}\n        route: [Open, Enter]")
    assert claim(project).reds[0].expectation == MustViolate(
        "OnlyWithKey", expected, route=("Open", "Enter")
    )


@pytest.mark.parametrize("kind", ["deadlock", "assumption"])
def test_a_deadlock_or_an_assumption_needs_no_name(project: Path, kind: str) -> None:
    edit(project / REGISTRY, "violates: OnlyWithKey", f"kind: {kind}")
    edit(project / REGISTRY, "        length: 3\n", "")
    [red] = claim(project).reds
    assert red.expectation == MustViolate("", ViolationKind(kind))


@pytest.mark.parametrize(
    ("new", "bounds"),
    [("bounds: one", ("one",)), ("bounds: [one, two]", ("one", "two")), ("", ())],
)
def test_bounds_are_one_text_or_several(project: Path, new: str, bounds: tuple[str, ...]) -> None:
    edit(project / REGISTRY, BOUNDS, new)
    assert claim(project).bounds == bounds


def test_the_implementation_is_files_with_symbols_or_none(project: Path) -> None:
    edit(project / REGISTRY, BOUNDS, "implementation: [{file: a.ts, symbols: [b], note: c}]")
    assert claim(project).implementation == (Implementation("a.ts", ("b",), "c"),)
    edit(project / REGISTRY, "[{file: a.ts, symbols: [b], note: c}]", "none in these versions")
    assert claim(project).implementation == ()


@pytest.mark.parametrize(
    ("old", "new", "mistake"),
    [
        ("id: door", "id: Door", "5:9: claims[0].id: expected lower-case words with hyphens"),
        ("id: door\n", "id: a--b\n", "claims[0].id: expected lower-case words with hyphens"),
        ("  - id: door\n    group", "  - group", "5:5: claims[0]: the key 'id' is missing"),
        ("    statement: Whoever is inside had the key.\n", "", "the key 'statement' is missing"),
        (
            "[There is one door.]",
            "There is one door.",
            "assumptions: expected a list, found 'There",
        ),
        ("[There is one door.]", "[{a: b}]", "assumptions[0]: expected a text, found keys and"),
        ("[There is one door.]", "['  ']", "assumptions[0]: expected a text, found '  '"),
        ("module: Door.tla", "module: Dor.tla", "green.module: there is no file Dor.tla"),
        ("module: Door.tla", "module: .", "green.module: there is no file "),
        ("module: Door.tla", "module: /", "green.module: there is no file /"),
        ("module: Door.tla", "module: ..", "green.module: there is no file .."),
        ("module: Door.tla", f"module: {'a' * 300}", "green.module: there is no file aaa"),
        (
            "module: Door.tla",
            'module: "Door.tla\\0"',
            "green.module: there is no file Door.tla\0",
        ),
        ("module: Door.tla", "module: Door.tla, config: x", "green.config: there is no file x"),
        ("module: Door.tla", "modul: Door.tla", "unknown key 'modul'; did you mean 'module'?"),
        ("green: {module: Door.tla, distinct: 6}", "green: Door.tla", "green: expected keys and"),
        ("    green: {module: Door.tla, distinct: 6}\n", "", "the key 'green' is missing"),
        ("state: OwnerInside", "state: 5", "reaches[0].state: expected the name of an operator"),
        ("id: let-in", "id: 'let in'", "reaches[0].id: expected lower-case words"),
        ("violates: OnlyWithKey", "vioaltes: OnlyWithKey", "the key 'violates' is missing"),
        ("length: 3", "route: Open", "reds[0].route: expected a list, found 'Open'"),
        (
            "    phrases:",
            "    phrases: x\n    phrase:",
            "claims[0].phrases: expected keys and values",
        ),
        ("    phrases:", "    frases:", "unknown key 'frases'; did you mean 'phrases'?"),
        (BOUNDS, "implementation: soon", "expected none in these versions, found 'soon'"),
        (BOUNDS, "implementation: [{symbols: []}]", "implementation[0]: the key 'file' is missing"),
        (BOUNDS, "implementation: {file: x}", "implementation: expected a list"),
        (BOUNDS, "matrix: {title: x}", "matrix: the key 'otherwise' is missing"),
        (BOUNDS, "matrix: {rows: []}", "matrix.rows: expected at least one path to a value"),
        (BOUNDS, "matrix: {columns: []}", "matrix.columns: expected at least one path"),
        (
            BOUNDS,
            "matrix: {cells: [{when: {a: [b]}}]}",
            "cells[0].when.a: expected a text, a whole",
        ),
        (BOUNDS, "matrix: {cells: [{when: {a: 2001-99-99}}]}", "cells[0].when.a: expected a text"),
        (BOUNDS, "deadlock: maybe", "deadlock: expected checked or allowed, found 'maybe'"),
    ],
)
def test_a_mistake_in_a_claim_is_named_with_its_key(
    project: Path, old: str, new: str, mistake: str
) -> None:
    mistakes = after(project, old, new)
    assert any(mistake in one for one in mistakes), mistakes
    assert all(one.startswith("registry.yaml:") for one in mistakes)


def test_a_claim_needs_a_red(project: Path) -> None:
    text = (project / REGISTRY).read_text()
    reds = text[text.index("    reds:") : text.index("    phrases:")]
    edit(project / REGISTRY, reds, "    reds: []\n")
    assert found(project) == [
        "registry.yaml:14:11: claims[0].reds: a claim needs at least one red model"
    ]


def test_a_module_without_a_config_says_which_one_was_looked_for(project: Path) -> None:
    (project / "specs" / "Door_Unlocked.cfg").unlink()
    assert found(project) == [
        (
            "registry.yaml:15:9: claims[0].reds[0]: there is no file Door_Unlocked.cfg;"
            " 'config' may name another"
        )
    ]
