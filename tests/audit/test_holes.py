"""Holes made on purpose in a small claim: the audit names each of them, on the real TLC."""

import re
import shutil
from pathlib import Path

import pytest

from moltverify.audit.results import AuditFinding, AuditResult
from moltverify.running.engine_selection import LaunchFor
from tests.audit.benches import audit_of_registry, bench_in
from tests.conftest import PROJECT, edit

pytestmark = pytest.mark.tlc

HOLES = """\
Sane == Cardinality({"shut", "open"}) = 2
ThiefWaitsOutside == "thief" \\in waiting => "thief" \\notin inside
EachThiefIsKnown == \\A v \\in inside \\ {"owner"} : v \\in Visitors
Spelt(text) == text = "ajar" => text # "shut"
AjarIsSpelt == Spelt(door)
OneOrGone == Cardinality(inside) <= 1 \\/ door = "gone"
Lonely == Cardinality(inside) + 1
NobodyTwice == waiting \\cap inside = {}
===="""
CHECKED = "Sane ThiefWaitsOutside EachThiefIsKnown AjarIsSpelt OneOrGone"
VANISH = 'Vanish(v) == door = "gone" /\\ inside\' = {} /\\ UNCHANGED <<door, waiting>>'
SHUT = """\
        /\\ IF Cardinality(inside) > 1
              THEN door' = "gone"
              ELSE door' = "shut\""""


def holed_project(folder: Path) -> Path:
    """Copy the small project with one hole of each kind, and return its specs."""
    specs = folder / "specs"
    shutil.copytree(PROJECT / "specs", specs)
    module = specs / "Door.tla"
    edit(module, "\n====", f"\n{HOLES}")
    edit(module, "CONSTANT Visitors\n", "CONSTANTS Visitors, Spare\nASSUME Spare > 0\n")
    edit(module, "\nNext ==", f"\n{VANISH}\nNext ==")
    edit(module, "Open(v) \\/ Enter(v)", "Open(v) \\/ Enter(v) \\/ Vanish(v)")
    edit(module, '        /\\ door\' = "shut"', SHUT)
    for config in specs.glob("*.cfg"):
        edit(config, "CONSTANTS\n", "CONSTANTS\n  Spare = 1\n")
        edit(config, "INVARIANTS TypeOK", f"INVARIANTS TypeOK {CHECKED}")
    (specs / "Old.cfg").write_text("SPECIFICATION Spec\n")
    registry = specs / "registry.yaml"
    edit(registry, "distinct: 6", "distinct: 7")
    text = re.sub(r"reaches:.*?    reds:", "reds:", registry.read_text(), flags=re.DOTALL)
    allow = 'audit: {allow: [{finding: "no-*", reason: A test.}, {finding: gone, reason: No.}]}'
    registry.write_text(text.replace("    reds:", f"    {allow}\n    reds:"))
    return specs


@pytest.fixture(scope="module")
def holed(tmp_path_factory: pytest.TempPathFactory, launch_for: LaunchFor) -> AuditResult:
    """The audit of a claim with one hole of each kind."""
    folder = tmp_path_factory.mktemp("holes")
    return audit_of_registry(holed_project(folder), bench_in(folder, launch_for), whole=True)


def found(result: AuditResult, key: str) -> AuditFinding:
    """Return the one finding with a key."""
    keys = [one.key for one in result.findings]
    assert keys.count(key) == 1, keys
    return next(one for one in result.findings if one.key == key)


EXPECTED = [
    ("unused-property:NobodyTwice", "Door.tla", "no config checks it"),
    ("action-never-taken:Vanish", "Door.tla", "is never taken"),
    ("never-evaluated:Shut", "Door.tla", 'never gets as far as: door\' = "gone"'),
    ("constant-property:Sane", "Door.tla", "speaks of no variable"),
    ("antecedent-never-holds:ThiefWaitsOutside", "Door.tla", '"thief" \\in waiting'),
    ("antecedent-never-holds:EachThiefIsKnown", "Door.tla", "there is never any v"),
    ("antecedent-never-holds:Spelt", "Door.tla", 'text = "ajar"'),
    ("tautology:AjarIsSpelt", "Door.tla", "every state that the type invariant admits"),
    ("never-true:OneOrGone", "Door.tla", 'never true: door = "gone"'),
    ("no-witness:green", "registry.yaml", "no witness"),
    ("green-not-as-expected:green", "registry.yaml", "expected 7 distinct states"),
    ("unused-constant:Spare", "Door.tla", "depends on the constant Spare"),
    ("unused-assumption:line-7", "Door.tla", "about Spare"),
    ("unused-definition:Lonely", "Door.tla", "nothing uses"),
    ("unused-property:OwnerInside", "Door.tla", "no config checks it"),
    ("unused-allowance:gone", "registry.yaml", "finds no gone"),
    ("stray-file:Old.cfg", "Old.cfg", "no claim uses"),
]


@pytest.mark.parametrize(("key", "file", "says"), EXPECTED)
def test_each_hole_is_named_with_its_file(
    holed: AuditResult, key: str, file: str, says: str
) -> None:
    finding = found(holed, key)
    assert Path(finding.file).name == file
    assert says in finding.message


def test_a_finding_about_a_module_has_its_line(holed: AuditResult) -> None:
    finding = found(holed, "antecedent-never-holds:ThiefWaitsOutside")
    line = Path(finding.file).read_text(encoding="utf-8").split("\n")[finding.line - 1]
    assert line.startswith("ThiefWaitsOutside ==")


def test_a_finding_that_the_registry_allows_keeps_its_reason(holed: AuditResult) -> None:
    assert found(holed, "no-witness:green").reason == "A test."
    assert found(holed, "no-witness:green") not in holed.open


def test_nothing_else_is_found_in_the_claim(holed: AuditResult) -> None:
    assert {one.key for one in holed.findings} == {key for key, _, _ in EXPECTED}
    assert holed.unchecked == ()


@pytest.mark.nightly  # an audit of its own; test_run_audit shows it
def test_the_claim_without_holes_has_no_finding(
    project: Path, tmp_path: Path, launch_for: LaunchFor
) -> None:
    result = audit_of_registry(project / "specs", bench_in(tmp_path, launch_for), whole=True)
    assert (result.findings, result.unchecked) == ((), ())
    [strength] = result.claims
    assert (strength.distinct, strength.actions, strength.actions_taken) == (6, 4, 4)
    assert (strength.properties, strength.reds, strength.witnesses) == (2, 1, 1)


@pytest.mark.nightly  # an audit of its own
def test_an_initial_predicate_that_no_state_satisfies_is_found(
    project: Path, tmp_path: Path, launch_for: LaunchFor
) -> None:
    edit(project / "specs/Door.tla", "Init == ", 'Init == "nobody" \\in Visitors /\\ ')
    result = audit_of_registry(project / "specs", bench_in(tmp_path, launch_for))
    assert "green-not-as-expected:green" in {one.key for one in result.findings}


@pytest.mark.nightly  # an audit of its own, as the next two
def test_a_red_that_fails_in_the_initial_state_is_found(
    project: Path, tmp_path: Path, launch_for: LaunchFor
) -> None:
    specs = project / "specs"
    robbed = 'InitRobbed == door = "open" /\\ waiting = {} /\\ inside = {"thief"}'
    edit(specs / "Door_Unlocked.tla", "====", f"{robbed}\n====")
    edit(specs / "Door_Unlocked.cfg", "MayOpen <- MayOpenAnybody", "Init <- InitRobbed")
    result = audit_of_registry(specs, bench_in(tmp_path, launch_for))
    assert {one.key for one in result.findings} == {
        "red-fails-at-once:unlocked",
    }


@pytest.mark.nightly  # an audit of its own
def test_an_invariant_that_the_types_imply_is_a_tautology(
    project: Path, tmp_path: Path, launch_for: LaunchFor
) -> None:
    specs = project / "specs"
    edit(specs / "Door.tla", "\n====", "\nFew == Cardinality(inside) <= 2\n====")
    for config in specs.glob("*.cfg"):
        edit(config, "INVARIANTS TypeOK", "INVARIANTS TypeOK Few")
    result = audit_of_registry(specs, bench_in(tmp_path, launch_for))
    assert [one.key for one in result.findings] == ["tautology:Few"]
    assert result.unchecked == ()
