"""conformance.yaml: what it may say, and what is said of its mistakes."""

import shutil
from pathlib import Path

import msgspec
import pytest

from moltverify.conformance.records import Conformance
from moltverify.conformance.registry import load_conformance
from moltverify.conformance.registry_entries import ConformanceEntry
from moltverify.errors import RegistryError, UsageError
from moltverify.registry.load import load_registry
from tests.conformance.conftest import SPECS

DOOR = SPECS.parent / "tests" / "project" / "specs"
INTEGRITY = f"sha512-{'A' * 86}=="


def load(folder: Path, text: str) -> Conformance:
    specs = Path(shutil.copytree(DOOR, folder / "specs"))
    (specs / "conformance.yaml").write_text(text)
    return load_conformance(load_registry(specs / "registry.yaml"))


def test_a_command_needs_no_packages(tmp_path: Path) -> None:
    known = load(tmp_path, "claims: {door: {command: [./door, --replay], timeout: 5s}}")
    program = known.counterparts[0].program
    assert program is not None
    assert program.command == ("./door", "--replay")
    assert (program.timeout, program.release.label) == (5.0, "this project")
    assert known.packages == ()


def test_a_command_names_its_release_and_its_variables(tmp_path: Path) -> None:
    text = "claims: {door: {command: [a], release: house@1.2, calls: [Open], given: [door]}}"
    program = load(tmp_path, text).counterparts[0].program
    assert program is not None
    assert (program.release.name, program.release.version) == ("house", "1.2")
    assert (program.projection.calls, program.projection.given) == (("Open",), ("door",))


def test_a_record_may_be_about_several_models_and_hold_lists(tmp_path: Path) -> None:
    text = (
        "claims: {door: {none: There is no door.}}\n"
        "drifts: [{model: [door, 'door:unlocked'], reason: It is known., when: {waiting: []}}]"
    )
    (drift,) = load(tmp_path, text).drifts
    assert drift.models == ("door", "door:unlocked")
    assert drift.when == (("waiting", []),)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("claims: {dor: {none: x}}", "no claim is called 'dor'; did you mean 'door'?"),
        ("claims: {door: {}}", "expected one of the keys adapter, command, none"),
        ("claims: {door: {command: [a], none: x}}", "expected one of the keys"),
        ("claims: {door: {command: []}}", "expected at least one text"),
        ("claims: {door: {command: a}}", "expected a list, found 'a'"),
        ("claims: {door: {command: [a], timeout: soon}}", "expected a duration such as 60s"),
        ("claims: {door: {command: [a], release: a@b@c}}", "expected a name, or name@version"),
        ("claims: {door: {adapter: nodes}}", "the key 'packages' is missing"),
        ("claims: {door: {adapter: node}}", "did you mean 'nodes'?"),
        ("claims: {door: {adapter: nodes, calls: [a]}}", "unknown key 'calls'"),
        (
            "claims: {}\npackages: [{name: a, version: '1', integrity: sha512-x}]",
            "expected sha512- and base64",
        ),
        (
            "claims: {}\ndrifts: [{model: dor, reason: x}]",
            "found 'dor'; did you mean 'door'?",
        ),
    ],
)
def test_a_mistake_is_named_with_its_place(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(RegistryError) as caught:
        load(tmp_path, text)
    assert said in str(caught.value)
    assert "conformance.yaml:" in str(caught.value)


def test_the_page_names_every_key_that_is_read() -> None:
    _, entries = msgspec.json.schema_components((ConformanceEntry,))
    keys = {key for entry in entries.values() for key in entry["properties"]}
    page = (SPECS.parent / "docs" / "conformance.md").read_text()
    assert len(keys) > 15
    assert {key for key in keys if f"`{key}`" not in page} == set()


def test_without_the_file_it_is_said_where_it_belongs(tmp_path: Path) -> None:
    specs = Path(shutil.copytree(DOOR, tmp_path / "specs"))
    with pytest.raises(UsageError, match=r"there is no .*conformance\.yaml"):
        load_conformance(load_registry(specs / "registry.yaml"))
