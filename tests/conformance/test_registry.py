"""conformance.yaml: what it may say, and what is said of its mistakes."""

import shutil
from pathlib import Path

import msgspec
import pytest

from moltverify.conformance.records import Conformance, Order, Projection
from moltverify.conformance.registry import load_conformance
from moltverify.conformance.registry_entries import ConformanceEntry
from moltverify.errors import RegistryError, UsageError
from moltverify.registry.load import load_registry
from moltverify.releases.package import Package
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
    assert program.release == Package("this project", "")
    assert (program.timeout, program.deadline) == (5.0, 5.0)
    assert known.packages == ()


def test_a_command_names_its_release_and_its_variables(tmp_path: Path) -> None:
    text = "claims: {door: {command: [a], release: house@1.2, calls: [Open], given: [door]}}"
    program = load(tmp_path, text).counterparts[0].program
    assert program is not None
    assert program.release == Package("house", "1.2")
    assert (program.projection.calls, program.projection.given) == (("Open",), ("door",))


PACKAGES = f"packages: [{{name: a, version: '1', integrity: {INTEGRITY}}}]\n"


def test_where_packages_are_a_command_without_a_release_replays_them(tmp_path: Path) -> None:
    known = load(tmp_path, f"{PACKAGES}claims: {{door: {{command: [a]}}}}")
    (counterpart,) = known.counterparts
    assert counterpart.program is not None
    assert counterpart.program.release is None
    assert [one.label for one in known.releases_of(counterpart)] == ["a@1"]


def test_a_command_with_a_release_of_its_own_replays_no_package(tmp_path: Path) -> None:
    known = load(tmp_path, f"{PACKAGES}claims: {{door: {{command: [a], release: this project}}}}")
    (counterpart,) = known.counterparts
    assert known.releases_of(counterpart) == (Package("this project", ""),)


def test_a_claim_names_its_projection_and_its_settings(tmp_path: Path) -> None:
    text = "claims: {door: {command: [a], projection: [b, c], settings: {loud: true, of: [x]}}}"
    program = load(tmp_path, text).counterparts[0].program
    assert program is not None
    assert program.projection == Projection(command=("b", "c"))
    assert program.settings == (("loud", True), ("of", ["x"]))


def test_the_files_that_conform_writes_lie_beside_the_registry(tmp_path: Path) -> None:
    text = "claims: {door: {none: x}}\ndependencies: parts.json\nreleases: all.json"
    conformance = load(tmp_path, text)
    assert conformance.dependencies == conformance.folder / "parts.json"
    assert conformance.published == conformance.folder / "all.json"


def test_outcomes_are_ordered_by_what_they_allow(tmp_path: Path) -> None:
    orders = "{starts: [false, true], shown: more, .: [shut, ajar]}"
    text = f"claims: {{door: {{command: [a], permissive: {orders}}}}}"
    assert load(tmp_path, text).counterparts[0].orders == (
        Order("starts", (False, True)),
        Order("shown", more=True),
        Order("", ("shut", "ajar")),
    )


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
        ("claims: {door: {}}", "expected one of the keys command, none"),
        ("claims: {door: {command: [a], none: x}}", "expected one of the keys"),
        ("claims: {door: {command: []}}", "expected at least one text"),
        ("claims: {door: {command: a}}", "expected a list, found 'a'"),
        ("claims: {door: {command: [a], timeout: soon}}", "expected a duration such as 60s"),
        ("claims: {door: {command: [a], release: a@b@c}}", "expected a name, or name@version"),
        ("claims: {door: {none: x, calls: [a]}}", "unknown key 'calls' beside 'none'"),
        ("claims: {door: {command: [a], projection: []}}", "expected at least one text"),
        (
            "claims: {door: {command: [a], projection: [b], given: [c]}}",
            "unknown key 'given' beside 'projection'",
        ),
        ("claims: {door: {command: [a], settings: {b: {c: d}}}}", "expected a text, a whole"),
        ("claims: {door: {command: [a], permissive: {b: most}}}", "expected more"),
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
