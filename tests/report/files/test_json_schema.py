"""The published schemas: what the tool writes is valid, what is not its own is not."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from moltverify.receipt.make import make_receipt
from moltverify.registry.load import read_registry
from moltverify.report.files.json_schema import receipt_schema, registry_schema, results_schema
from moltverify.suite.results import suite_from_json, to_json
from tests.conftest import PROJECT
from tests.report import sample
from tests.report.samples import pretty

Change = Callable[[dict[str, Any]], None]


@pytest.fixture(scope="session")
def results() -> Draft202012Validator:
    content = json.loads(results_schema())
    Draft202012Validator.check_schema(content)
    return Draft202012Validator(content)


def recorded() -> dict[str, Any]:
    content: dict[str, Any] = json.loads(sample.RECORDED.read_bytes())
    return content


def test_a_recorded_run_of_the_real_tlc_is_valid(results: Draft202012Validator) -> None:
    results.validate(recorded())


def no_verdict(content: dict[str, Any]) -> None:
    del content["models"][0]["verdict"]


def unknown_verdict(content: dict[str, Any]) -> None:
    content["models"][0]["verdict"] = "fine"


def other_format(content: dict[str, Any]) -> None:
    content["format"] = 2


def value_without_kind(content: dict[str, Any]) -> None:
    del first_value(content, "inside")["type"]


def function_without_pairs(content: dict[str, Any]) -> None:
    del first_value(content, "keys")["pairs"]


def first_value(content: dict[str, Any], name: str) -> Any:
    model = next(model for model in content["models"] if model["id"] == "door:tailgate")
    return dict(model["outcome"]["trace"]["steps"][0]["state"])[name]


@pytest.mark.parametrize(
    "change",
    [no_verdict, unknown_verdict, other_format, value_without_kind, function_without_pairs],
)
def test_what_the_reader_refuses_is_not_valid(
    results: Draft202012Validator, change: Change
) -> None:
    content = recorded()
    change(content)
    assert not results.is_valid(content)
    with pytest.raises(ValueError, match=r"."):
        suite_from_json(json.dumps(content).encode())


def test_a_recorded_run_survives_reading_and_writing_unchanged() -> None:
    assert json.loads(to_json(suite_from_json(sample.RECORDED.read_bytes()))) == recorded()


def test_the_recorded_run_has_a_value_of_every_kind_that_json_cannot_tell_apart() -> None:
    text = sample.RECORDED.read_text()
    for kind in ("set", "sequence", "record", "function", "model value"):
        assert f'"type":"{kind}"' in text


def test_a_receipt_is_valid() -> None:
    receipt = make_receipt(sample.suite(), sample.registry(), sample.sources())
    content = json.loads(pretty(msgspec.json.encode(receipt)))
    Draft202012Validator(json.loads(receipt_schema())).validate(content)


@pytest.fixture(scope="session")
def registries() -> Draft202012Validator:
    content = json.loads(registry_schema())
    Draft202012Validator.check_schema(content)
    return Draft202012Validator(content)


ROOT = Path(__file__).parents[3]
STARTER = ROOT / "moltverify" / "starter" / "specs" / "registry.yaml"
BUNDLED = [ROOT / "specs" / "registry.yaml", *sorted((ROOT / "specs").glob("*/claims.yaml"))]
REGISTRIES = [
    *BUNDLED,
    STARTER,
    ROOT / "examples" / "lockout" / "specs" / "registry.yaml",
    ROOT / "benchmarks" / "specs" / "registry.yaml",
    ROOT / "tests" / "project" / "specs" / "registry.yaml",
    sample.SPECS / "registry.yaml",
]


@pytest.mark.parametrize("file", REGISTRIES, ids=lambda file: file.relative_to(ROOT).as_posix())
def test_a_registry_that_the_tool_reads_is_valid(
    registries: Draft202012Validator, file: Path
) -> None:
    registries.validate(yaml.safe_load(file.read_text(encoding="utf-8")))


@pytest.mark.parametrize("file", BUNDLED, ids=lambda file: file.relative_to(ROOT).as_posix())
def test_the_first_line_of_a_bundled_registry_leads_editors_to_the_schema(file: Path) -> None:
    first = file.read_text(encoding="utf-8").partition("\n")[0]
    named = first.removeprefix("# yaml-language-server: $schema=")
    assert (file.parent / named).resolve() == ROOT / "moltverify/schemas/registry.schema.json"


def test_every_key_of_a_registry_says_what_it_means() -> None:
    for name, entry in json.loads(registry_schema())["$defs"].items():
        assert entry["additionalProperties"] is False, name
        assert entry["description"], name
        for key, value in entry["properties"].items():
            assert value["description"].endswith("."), f"{name}.{key}"


def small_registry() -> Any:
    return yaml.safe_load((PROJECT / "specs" / "registry.yaml").read_text(encoding="utf-8"))


def mistakes_of(registry: object, folder: Path) -> list[str]:
    """Return what the registry's own reader finds wrong, beside the small project's specs."""
    if not folder.exists():
        shutil.copytree(PROJECT / "specs", folder)
    file = folder / "registry.yaml"
    file.write_text(yaml.safe_dump(registry, sort_keys=False), encoding="utf-8")
    return [str(mistake) for mistake in read_registry(file)[1]]


WRONG: list[tuple[str, object]] = [
    ("suite.titel", "x"),
    ("suite", "x"),
    ("defaults.timeout", 60),
    ("defaults.timeout", "0s"),
    ("defaults.workers", 0),
    ("defaults.workers", "2"),
    ("defaults.heap", "1"),
    ("defaults.library", "../lib"),
    ("defaults.deadlock", "allowed"),
    ("groups.House", "x"),
    ("groups.house", {"claims": "x.yaml"}),
    ("groups.house", []),
    ("claims", {}),
    ("claim", []),
    ("claims.0", "door"),
    ("claims.0.id", "?"),
    ("claims.0.id", ["door"]),
    ("claims.0.title", ""),
    ("claims.0.title", " "),
    ("claims.0.frases", {}),
    ("claims.0.assumptions", "one"),
    ("claims.0.assumptions", [{}]),
    ("claims.0.bounds", {"a": "b"}),
    ("claims.0.implementation", "soon"),
    ("claims.0.implementation", [{"file": []}]),
    ("claims.0.implementation", [{}]),
    ("claims.0.implementation", [{"symbols": ["open"]}]),
    ("claims.0.implementation", [{"file": "a.js", "path": "a.js"}]),
    *(
        ("claims.0.implementation", [{"path": path}])
        for path in ("/etc", "../x", "a/../b", "a/..", ".", "./a", "a\\b", "a//b", "", " ", "~/a")
    ),
    ("claims.0.deadlock", "maybe"),
    ("claims.0.phrases", "x"),
    ("claims.0.phrases", {"Open": []}),
    ("claims.0.green", "Door.tla"),
    ("claims.0.green.distinct", "many"),
    ("claims.0.green.modul", "Door.tla"),
    ("claims.0.green.expect", {}),
    ("claims.0.green.mode", {"simulate": {"depth": 3}}),
    ("claims.0.green.mode", {}),
    ("claims.0.reaches.0.state", "Owner Inside"),
    ("claims.0.reaches.0", {"id": "in", "says": "x", "shows": "x"}),
    ("claims.0.reaches.0.expression", "TRUE"),
    ("claims.0.reds", []),
    ("claims.0.reds.0.kind", "?"),
    ("claims.0.reds.0.kind", "inwariant"),
    ("claims.0.reds.0.length", -3),
    ("claims.0.reds.0.route", "Open"),
    ("claims.0.reds.0.data", "log.json"),
    ("claims.0.matrix", {"title": "x"}),
    (
        "claims.0.matrix",
        {"title": "t", "rows": [], "columns": ["a"], "cells": [], "otherwise": "o"},
    ),
    ("claims.0.audit", {"allow": [{"finding": "x"}]}),
]


@pytest.mark.parametrize(("path", "value"), WRONG, ids=[f"{one[0]}={one[1]}" for one in WRONG])
def test_what_the_registrys_reader_refuses_is_not_valid(
    registries: Draft202012Validator, tmp_path: Path, path: str, value: object
) -> None:
    registry = small_registry()
    put(registry, path, value)
    assert mistakes_of(registry, tmp_path / "specs")
    assert not registries.is_valid(registry)


def put(registry: Any, path: str, value: object) -> None:
    *steps, last = (int(step) if step.isdigit() else step for step in path.split("."))
    for step in steps:
        registry = registry[step]
    registry[last] = value


def test_a_claim_without_an_id_is_not_valid(
    registries: Draft202012Validator, tmp_path: Path
) -> None:
    registry = small_registry()
    del registry["claims"][0]["id"]
    assert mistakes_of(registry, tmp_path / "specs")
    assert not registries.is_valid(registry)


@pytest.mark.parametrize("key", ["title", "statement", "reds", "group"])
def test_a_claim_without_a_key_that_it_does_not_need_is_valid(
    registries: Draft202012Validator, tmp_path: Path, key: str
) -> None:
    registry = small_registry()
    del registry["claims"][0][key]
    assert mistakes_of(registry, tmp_path / "specs") == []
    assert registries.is_valid(registry)


def test_a_claim_of_a_groups_file_needs_no_group(registries: Draft202012Validator) -> None:
    claims = {"claims": small_registry()["claims"]}
    del claims["claims"][0]["group"]
    registries.validate(claims)
    assert not registries.is_valid({**claims, "title": "x"})
    assert not registries.is_valid({})


# Texts of a pattern are left alone: a number in their place is valid for the reader alone.
FREE = ["title", "statement", "assumptions", "bounds", "actors", "phrases", "implementation"]
VALUES = st.recursive(
    st.booleans() | st.integers() | st.text("ab ", max_size=2),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.sampled_from("ab"), inner),
    max_leaves=4,
)


@given(changes=st.dictionaries(st.sampled_from(FREE), VALUES, max_size=3))
def test_in_texts_the_schema_and_the_registrys_reader_agree(
    registries: Draft202012Validator,
    tmp_path_factory: pytest.TempPathFactory,
    changes: dict[str, object],
) -> None:
    registry = small_registry()
    registry["claims"][0] |= changes
    mistakes = mistakes_of(registry, tmp_path_factory.getbasetemp() / "agree")
    assert registries.is_valid(registry) == (mistakes == [])
