"""The records of a claim: its models, how they run, and the digest of its entry."""

import hashlib
import json
from pathlib import Path

import pytest
import yaml

from moltverify.registry.expectation import MustHold, MustReach, MustViolate
from moltverify.registry.load import load_registry
from moltverify.registry.records import Claim, Implementation, Role
from moltverify.running.capacity import cores
from moltverify.running.job import TlcOptions
from moltverify.tlc.outcome import ViolationKind
from tests.conftest import edit
from tests.registry.mistakes import REGISTRY

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
    assert claim(project).models[0].job.config == project / "specs" / "Door.cfg"
    (project / "specs" / "Door.cfg").rename(project / "specs" / "Other.cfg")
    edit(project / REGISTRY, "module: Door.tla,", "module: Door.tla, config: Other.cfg,")
    assert claim(project).models[0].job.config == project / "specs" / "Other.cfg"


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


def options(project: Path) -> set[TlcOptions]:
    return {model.job.options for model in load_registry(project / REGISTRY).models}


def test_without_a_word_the_defaults_hold(project: Path) -> None:
    edit(project / REGISTRY, "defaults: {timeout: 60s}\n", "")
    assert options(project) == {TlcOptions(60.0, 1, "1g", True)}


def test_the_registrys_defaults_hold_for_all_models(project: Path) -> None:
    edit(project / REGISTRY, "{timeout: 60s}", "{timeout: 5s, workers: 2, heap: 256m}")
    assert options(project) == {TlcOptions(5.0, 2, "256m", True)}


def test_workers_of_the_machine_are_its_processors_and_at_least_two(project: Path) -> None:
    edit(project / REGISTRY, "{timeout: 60s}", "{timeout: 5s, workers: auto}")
    assert options(project) == {TlcOptions(5.0, max(2, cores()), auto_workers=True)}


def test_a_claims_number_of_workers_replaces_that_of_the_machine(project: Path) -> None:
    edit(project / REGISTRY, "{timeout: 60s}", "{timeout: 60s, workers: auto}")
    edit(project / REGISTRY, "group: house\n", "group: house\n    workers: 1\n")
    assert options(project) == {TlcOptions(60.0, 1)}


def test_a_claim_overrides_the_defaults_for_all_of_its_models(project: Path) -> None:
    edit(
        project / REGISTRY, "group: house\n", "group: house\n    heap: 2g\n    deadlock: allowed\n"
    )
    assert options(project) == {TlcOptions(60.0, 1, "2g", False)}


def libraries(project: Path) -> set[tuple[Path, ...]]:
    return {model.job.libraries for model in load_registry(project / REGISTRY).models}


def test_folders_of_modules_are_relative_to_the_file_that_names_them(project: Path) -> None:
    (project / "lib").mkdir()
    edit(project / REGISTRY, "{timeout: 60s}", "{timeout: 60s, library: [../lib, .]}")
    specs = project / "specs"
    assert libraries(project) == {(specs / "../lib", specs)}


def test_a_claims_folders_of_modules_replace_those_of_the_defaults(project: Path) -> None:
    (project / "lib").mkdir()
    edit(project / REGISTRY, "{timeout: 60s}", "{timeout: 60s, library: [../lib]}")
    edit(project / REGISTRY, "group: house\n", "group: house\n    library: []\n")
    assert libraries(project) == {()}


def data_of_models(project: Path) -> list[tuple[str, list[str]]]:
    models = load_registry(project / REGISTRY).models
    return [(model.name, [file.name for file in model.job.data]) for model in models]


def test_a_models_data_replaces_that_of_its_claim(project: Path) -> None:
    for name in ("log.json", "other.json"):
        (project / "specs" / name).write_text("[]")
    edit(project / REGISTRY, "group: house\n", "group: house\n    data: [log.json]\n")
    edit(project / REGISTRY, "length: 3\n", "length: 3\n        data: [other.json]\n")
    assert data_of_models(project) == [
        ("green", ["log.json"]),
        ("let-in", ["log.json"]),
        ("unlocked", ["other.json"]),
    ]


def test_a_witness_has_the_data_of_the_green(project: Path) -> None:
    (project / "specs" / "log.json").write_text("[]")
    edit(project / REGISTRY, "distinct: 6}", "distinct: 6, data: [log.json]}")
    assert data_of_models(project) == [
        ("green", ["log.json"]),
        ("let-in", ["log.json"]),
        ("unlocked", []),
    ]


def digest(project: Path) -> str:
    return claim(project).digest


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("claims:\n", "# A remark.\nclaims:\n\n"),
        ("[There is one door.]", "\n    - There is\n      one door."),
        ("title: Nobody is inside without the key", "title: 'Nobody is inside without the key'"),
        ("{module: Door.tla, distinct: 6}", "{distinct: 6, module: Door.tla}"),
        ("    bounds:", "    deadlock: checked\n    actors: []\n    bounds:"),
        ("module: Door_Unlocked.tla", "module: &red Door_Unlocked.tla"),
    ],
)
def test_the_digest_of_an_entry_is_that_of_its_content(project: Path, old: str, new: str) -> None:
    before = digest(project)
    edit(project / REGISTRY, old, new)
    assert digest(project) == before


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("There is one door.", "There are two doors."),
        ("    assumptions: [There is one door.]\n", ""),
        ("distinct: 6", "distinct: 7"),
        ("{timeout: 60s}", "{timeout: 61s}"),
        ("group: house", "group: house\n    timeout: 5s"),
        ("length: 3", "length: 3\n        kind: invariant"),
        ("length: 3", "length: 3\n        kind: property"),
        ("{{ door }}", "{{ inside }}"),
    ],
)
def test_another_entry_has_another_digest(project: Path, old: str, new: str) -> None:
    before = digest(project)
    edit(project / REGISTRY, old, new)
    assert digest(project) != before


def test_a_claim_moved_to_a_file_of_its_group_has_the_same_digest(project: Path) -> None:
    before, text = digest(project), (project / REGISTRY).read_text(encoding="utf-8")
    head, _, claims = text.partition("claims:\n")
    own = project / "specs" / "house"
    own.mkdir()
    claims = claims.replace("    group: house\n", "").replace("module: Door", "module: ../Door")
    (own / "claims.yaml").write_text(f"claims:\n{claims}", encoding="utf-8")
    head = head.replace("house: The house", "house: {title: x, claims: house/claims.yaml}")
    (project / REGISTRY).write_text(head, encoding="utf-8")
    assert digest(project) == before


def test_the_digest_of_an_entry_does_not_depend_on_the_folder(project: Path) -> None:
    before = digest(project)
    assert digest(project.rename(project.with_name("elsewhere"))) == before


def test_the_digest_of_an_entry_is_the_sha256_of_what_its_user_wrote(project: Path) -> None:
    written = yaml.safe_load((project / REGISTRY).read_text(encoding="utf-8"))["claims"][0]
    content = json.dumps(
        {**written, "timeout": "60s"}, sort_keys=True, separators=(",", ":"), ensure_ascii=False
    )
    assert digest(project) == hashlib.sha256(content.encode()).hexdigest()
