"""What is exported is read again by `adopt` as the same pairs and expectations."""

import json
from itertools import product
from pathlib import Path

import pytest
from msgspec.structs import replace

from moltverify.adoption.exit_codes import CODES, hint_of_exit_code, is_same_kind
from moltverify.adoption.expect_export import expect_export, expect_text
from moltverify.adoption.exported_models import DERIVED, NO_CONFIG, NO_DEADLOCK, NO_WORD, TRACES
from moltverify.adoption.manifest_export import features, manifest_export, result_word
from moltverify.adoption.manifest_models import VIOLATED
from moltverify.adoption.records import ExpectedEnd, ModelHint
from moltverify.adoption.survey import survey_of
from moltverify.registry.expectation import MustHold, MustReach, MustViolate
from moltverify.registry.load import load_registry
from moltverify.registry.records import Registry
from moltverify.running.job import RandomSearch
from moltverify.tlc.outcome import ViolationKind
from tests.adoption.trees import DOOR, config, write_tree
from tests.conftest import edit

REGISTRY = "specs/registry.yaml"
MODES = ["exhaustive search", "generate", "symbolic", {"simulate": {"traceCount": 100}}]
SEARCHES = {
    '"generate"': RandomSearch(option="-generate", traces=1000, depth=100, seconds=None),
    json.dumps(MODES[3]): RandomSearch(option="-simulate", traces=100, depth=100, seconds=None),
}
RESULTS = ["success", "unknown", *VIOLATED]
COUNTS: list[dict[str, object]] = [
    {},
    {"distinctStates": 6, "totalStates": 9, "stateDepth": 3},
    {"workers": "auto"},
    {"workers": 2},
]


def loaded(project: Path) -> Registry:
    # A repository of its own, from whose root the paths begin.
    (project / ".git").mkdir(exist_ok=True)
    return load_registry(project / REGISTRY)


def manifest(*entries: dict[str, object]) -> str:
    """Return a manifest of the door with some entries, in the shape of the schema."""
    models = [{"path": "r/Door.cfg", "runtime": "00:00:01", **entry} for entry in entries]
    module = {"path": "r/Door.tla", "features": ["pluscal"], "models": models}
    top = {"sources": ["https://example.org"], "authors": ["A"], "tags": ["beginner", "ewd"]}
    return json.dumps({**top, "modules": [{**module, "proof": {"runtime": "00:00:01"}}]})


def found_ends(project: Path) -> dict[str, tuple[str, ExpectedEnd, ViolationKind | None, str]]:
    """Return what `adopt` reads of each config."""
    models = survey_of([project], project).pairing.models
    return {
        one.config.name: (one.module.name, told.expected, told.kind, told.property)
        for one in models
        if (told := one.expectation) and told.expected
    }


@pytest.mark.parametrize("name", ["manifest", "expect"])
def test_an_export_is_read_as_the_same_pairs_and_expectations(project: Path, name: str) -> None:
    registry = loaded(project)
    export = {"manifest": manifest_export, "expect": expect_export}[name]
    write_tree(
        project,
        {str(file): text for file, text in export(registry, registry.models).texts.items()},
    )
    broken = "" if name == "manifest" else "OnlyWithKey"
    assert found_ends(project) == {
        "Door.cfg": ("Door.tla", ExpectedEnd.HOLDS, None, ""),
        "Door_Unlocked.cfg": (
            "Door_Unlocked.tla",
            ExpectedEnd.BREAKS,
            ViolationKind.INVARIANT,
            broken,
        ),
    }


def test_a_manifest_has_counts_only_for_what_holds(project: Path) -> None:
    registry = loaded(project)
    [text] = manifest_export(registry, registry.models).texts.values()
    read = json.loads(text)
    assert (read["sources"], read["authors"], read["tags"]) == ([], [], [])
    held, broken = read["modules"]
    common = {"runtime": "unknown", "mode": "exhaustive search", "workers": 1}
    assert held == {
        "path": "specs/Door.tla",
        "features": [],
        "models": [
            {"path": "specs/Door.cfg", **common, "result": "success", "distinctStates": 6},
        ],
    }
    assert broken["models"] == [
        {"path": "specs/Door_Unlocked.cfg", **common, "result": "safety failure"},
    ]


def test_exact_counts_are_written_and_bands_are_not(project: Path) -> None:
    wanted = "expect: {distinct: 6, generated: 9, depth: 1..20}}"
    edit(project / REGISTRY, "distinct: 6}", wanted)
    registry = loaded(project)
    [text] = manifest_export(registry, registry.models[:1]).texts.values()
    assert '"distinctStates": 6,\n          "totalStates": 9,' in text
    assert "stateDepth" not in text


@pytest.mark.parametrize(
    ("search", "mode"),
    [
        ("{simulate: {traces: 7}}", {"simulate": {"traceCount": 7}}),
        ("{simulate: {seconds: 9}}", {"simulate": {"traceCount": 2147483647}}),
        ("{generate: {traces: 7}}", "generate"),
    ],
)
def test_a_search_of_random_traces_is_the_mode(project: Path, search: str, mode: object) -> None:
    edit(project / REGISTRY, "distinct: 6}", f"mode: {search}}}")
    registry = loaded(project)
    export = manifest_export(registry, registry.models[:1])
    [text] = export.texts.values()
    [entry] = json.loads(text)["modules"][0]["models"]
    assert (entry["mode"], entry["result"]) == (mode, "success")
    assert [note.reason for note in export.notes] == [TRACES]


def test_a_witness_a_derived_config_and_no_deadlocks_are_noted(project: Path) -> None:
    edit(project / REGISTRY, "module: Door_Unlocked.tla", "replaces: {Next: Init}")
    edit(project / REGISTRY, "    group: house\n", "    group: house\n    deadlock: allowed\n")
    registry = loaded(project)
    export = expect_export(registry, registry.models)
    assert list(export.texts) == [Path("specs/Door.cfg").with_suffix(".expect")]
    assert {(note.id, note.reason) for note in export.notes} == {
        ("door", NO_DEADLOCK),
        ("door@let-in", NO_CONFIG),
        ("door:unlocked", DERIVED),
    }


def test_a_kind_without_a_word_is_unknown_and_noted(project: Path) -> None:
    registry = loaded(project)
    red = replace(registry.models[-1], expectation=MustViolate("P", ViolationKind.ASSERTION))
    export = manifest_export(registry, [red])
    assert [note.reason for note in export.notes] == [NO_WORD]
    assert '"result": "unknown"' in next(iter(export.texts.values()))


@pytest.mark.parametrize("kind", ViolationKind)
def test_every_kind_is_read_again_from_its_exit_code_and_its_word(kind: ViolationKind) -> None:
    assert is_same_kind(hint_of_exit_code(ModelHint(source=""), CODES[kind]).kind, kind)
    word = result_word(MustViolate("P", kind))
    assert word == "unknown" or is_same_kind(VIOLATED[word], kind)


def test_lines_of_expect_name_the_property_if_there_is_one() -> None:
    assert expect_text(MustHold(constant=True)) == "exit=0\n"
    assert expect_text(MustViolate("", ViolationKind.DEADLOCK)) == "exit=11\n"
    assert expect_text(MustViolate("P", ViolationKind.TEMPORAL_PROPERTY)) == "exit=13\nproperty=P\n"
    assert expect_text(MustReach("P", never="NotP")) == "exit=12\nproperty=NotP\n"


def test_features_are_those_of_the_text_and_not_of_comments(tmp_path: Path) -> None:
    root = write_tree(tmp_path, {"A.tla": "(* --fair algorithm x *)\n", "B.tla": "A == B \\cdot C"})
    write_tree(root, {"C.tla": "\\* without \\cdot\n"})
    assert features(root / "A.tla") == ("pluscal",)
    assert features(root / "B.tla") == ("action composition",)
    assert features(root / "C.tla") == features(root / "missing.tla") == ()


@pytest.mark.parametrize(("mode", "result"), list(product(MODES, RESULTS)))
def test_every_form_of_an_entry_is_read(tmp_path: Path, mode: object, result: str) -> None:
    root = write_tree(tmp_path / "r", {"Door.tla": DOOR, "Door.cfg": config()})
    for counts in COUNTS:
        text = manifest({"mode": mode, "result": result, **counts})
        survey = survey_of([write_tree(root, {"manifest.json": text})], root)
        if mode == "symbolic":
            assert [one.reason for one in survey.skipped] == ["it is for Apalache (mode symbolic)"]
            continue
        [model] = survey.pairing.models
        [hint] = model.hints
        assert (model.how, hint.module) == ("manifest.json", root / "Door.tla")
        assert hint.kind == VIOLATED.get(result)
        assert hint.exhaustive == (mode == "exhaustive search")
        assert model.search == SEARCHES.get(json.dumps(mode))
        assert hint.distinct == counts.get("distinctStates")
        ends = {"success": ExpectedEnd.HOLDS, "unknown": None}
        assert hint.expected == ends.get(result, ExpectedEnd.BREAKS)


def test_a_config_for_apalache_and_tlc_is_adopted(tmp_path: Path) -> None:
    root = write_tree(tmp_path / "r", {"Door.tla": DOOR, "Door.cfg": config()})
    modes: list[dict[str, object]] = [
        {"mode": mode, "result": "success"} for mode in ("symbolic", "exhaustive search")
    ]
    survey = survey_of([write_tree(root, {"manifest.json": manifest(*modes)})], root)
    assert len(survey.pairing.models) == 1
    assert not survey.skipped
