"""Holes made on purpose in a copy of a real claim: the audit names each of them."""

import re
from pathlib import Path

import pytest

from moltverify.audit.results import AuditFinding, AuditResult
from tests.audit.claim import END, add_to_module, audit_of_registry, check_everywhere, copy_claim
from tests.conftest import edit

pytestmark = pytest.mark.tlc

CLAIM, MODULE = "pairing-idempotency", "PairingIdempotency"
DEAD = "Vanish(id) == TTL = 0 /\\ rows' = {} /\\ UNCHANGED <<shown, answer>>"
HOLES = """\
Sane == Cardinality(Codes) = 3
CarolIsAnswered == answer.id = "carol" => answer.code # "none"
CarolsRowsAreFresh == \\A row \\in {r \\in rows : r.id = "carol"} : row.age = 0
Spelt(id) == id = "dave" => id \\in Ids
DaveIsSpelt == Spelt(answer.id)
FewOrCarol == Cardinality(rows) <= 5 \\/ answer.id = "carol"
Lonely == Cardinality(rows) + 1"""

TWICE = """\
InitTwice ==
    /\\ rows = {[id |-> "bob", code |-> c, age |-> 0] : c \\in {"K7", "M2"}}
    /\\ shown = [p \\in People |-> "none"]
    /\\ answer = NoAnswer"""


@pytest.fixture(scope="module")
def holed(tmp_path_factory: pytest.TempPathFactory) -> AuditResult:
    """The audit of a claim with one hole of each kind."""
    folder = tmp_path_factory.mktemp("holes")
    specs = copy_claim(folder, CLAIM)
    module = specs / f"{MODULE}.tla"
    add_to_module(module, HOLES)
    edit(module, "VARIABLES\n", "CONSTANT Spare\nASSUME Spare > 0\nVARIABLES\n")
    edit(module, "\nNext ==", f"\n{DEAD}\nNext ==")
    edit(module, "    \\/ PassTime\n", "    \\/ PassTime\n    \\/ \\E id \\in Ids : Vanish(id)\n")
    for config in specs.glob(f"{MODULE}*.cfg"):
        edit(config, "    TTL = 2\n", "    TTL = 2\n    Spare = 1\n    Undeclared = 1\n")
        edit(config, "    PrunedByEveryCall\n", "")
    for name in ("Sane", "CarolIsAnswered", "CarolsRowsAreFresh", "DaveIsSpelt", "FewOrCarol"):
        check_everywhere(specs, MODULE, name)
    edit(specs / f"{MODULE}_NewCode.cfg", "TTL = 2", "TTL = 1")
    edit(specs / "registry.yaml", "distinct: 268", "distinct: 269")
    registry = specs / "registry.yaml"
    text = re.sub(r"reaches:.*?    reds:", "reds:", registry.read_text(), flags=re.DOTALL)
    allow = 'audit: {allow: [{finding: "no-*", reason: A test.}, {finding: gone, reason: No.}]}'
    registry.write_text(text.replace("    reds:", f"    {allow}\n    reds:"))
    return audit_of_registry(specs, folder, whole=True)


def found(result: AuditResult, key: str) -> AuditFinding:
    """Return the one finding with a key."""
    keys = [one.key for one in result.findings]
    assert keys.count(key) == 1, keys
    return next(one for one in result.findings if one.key == key)


@pytest.mark.parametrize(
    ("key", "file", "says"),
    [
        ("unused-property:PrunedByEveryCall", f"{MODULE}.tla", "no config checks it"),
        ("action-never-taken:Vanish", f"{MODULE}.tla", "is never taken"),
        ("constant-property:Sane", f"{MODULE}.tla", "speaks of no variable"),
        ("antecedent-never-holds:CarolIsAnswered", f"{MODULE}.tla", 'answer.id = "carol"'),
        ("antecedent-never-holds:CarolsRowsAreFresh", f"{MODULE}.tla", "there is never any row"),
        ("antecedent-never-holds:Spelt", f"{MODULE}.tla", 'id = "dave"'),
        ("tautology:DaveIsSpelt", f"{MODULE}.tla", "every state that the type invariant admits"),
        ("never-true:FewOrCarol", f"{MODULE}.tla", 'never true: answer.id = "carol"'),
        ("red-differs:new-code", "registry.yaml", "it says CONSTANTS TTL = 1"),
        ("no-witness:green", "registry.yaml", "no witness"),
        ("green-not-as-expected:green", "registry.yaml", "expected 269 distinct states"),
        ("unused-constant:Spare", f"{MODULE}.tla", "depends on the constant Spare"),
        ("unused-constant:Undeclared", f"{MODULE}.cfg", "TLC ignores the value"),
        ("unused-assumption:line-30", f"{MODULE}.tla", "about Spare"),
        ("unused-definition:Lonely", f"{MODULE}.tla", "nothing uses"),
        ("unused-allowance:gone", "registry.yaml", "finds no gone"),
        ("stray-file:PairingCap.tla", "PairingCap.tla", "no claim uses"),
    ],
)
def test_each_hole_is_named_with_its_file(
    holed: AuditResult, key: str, file: str, says: str
) -> None:
    finding = found(holed, key)
    assert Path(finding.file).name == file
    assert says in finding.message


def test_a_finding_about_a_module_has_its_line(holed: AuditResult) -> None:
    finding = found(holed, "antecedent-never-holds:CarolIsAnswered")
    line = Path(finding.file).read_text(encoding="utf-8").split("\n")[finding.line - 1]
    assert line.startswith("CarolIsAnswered ==")


def test_a_finding_that_the_registry_allows_keeps_its_reason(holed: AuditResult) -> None:
    assert found(holed, "no-witness:green").reason == "A test."
    assert found(holed, "no-witness:green") not in holed.open


def test_nothing_else_is_found_in_the_claim(holed: AuditResult) -> None:
    witnesses = {"AskedInAnotherSpelling", "RefreshedAtTheLimit", "TwoPeopleWait"}
    own = [one for one in holed.findings if one.claim == CLAIM and one.subject not in witnesses]
    assert len(own) == 16
    # A busy machine may not get through all states of the right types.
    reasons = ("stopped: timeout", "steps are not enumerated")
    assert [one for one in holed.unchecked if not one.endswith(reasons)] == []


def test_the_claim_without_holes_has_no_finding(tmp_path: Path) -> None:
    result = audit_of_registry(copy_claim(tmp_path, CLAIM), tmp_path)
    assert result.findings == ()
    [strength] = result.claims
    assert (strength.distinct, strength.actions, strength.actions_taken) == (268, 4, 4)


def test_an_initial_predicate_that_no_state_satisfies_is_found(tmp_path: Path) -> None:
    specs = copy_claim(tmp_path, CLAIM)
    edit(specs / f"{MODULE}.tla", "Init ==\n", "Init ==\n    /\\ TTL = 0\n")
    keys = {one.key: one.message for one in audit_of_registry(specs, tmp_path).findings}
    assert "no initial states" in keys["green-not-as-expected:green"]
    assert "witness-not-reached:two-people-wait" in keys
    assert "red-not-as-expected:append" in keys


def test_an_invariant_that_only_the_reds_check_is_named(tmp_path: Path) -> None:
    specs = copy_claim(tmp_path, CLAIM)
    edit(specs / f"{MODULE}.cfg", "    PrunedByEveryCall\n", "")
    findings = audit_of_registry(specs, tmp_path).findings
    assert {one.key for one in findings} == {
        "red-differs:append",
        "red-differs:new-code",
        "red-differs:untrimmed",
    }
    assert all("it says INVARIANTS PrunedByEveryCall" in one.message for one in findings)


def test_a_red_that_is_a_copy_is_compared_with_its_green(tmp_path: Path) -> None:
    specs = copy_claim(tmp_path, CLAIM)
    copy = specs / f"{MODULE}_Append.tla"
    text = (specs / f"{MODULE}.tla").read_text(encoding="utf-8")
    text = text.replace(f"MODULE {MODULE}", f"MODULE {MODULE}_Append")
    copy.write_text(text.replace("TTL = 0", "TTL = 1").replace(END, f"FoundNever == 1\n{END}"))
    edit(copy, "Init ==\n", "Init ==\n    /\\ TRUE\n")
    found_now = {one.key: one.message for one in audit_of_registry(specs, tmp_path).findings}
    assert "does not extend PairingIdempotency.tla" in found_now["red-differs:append"]
    assert "it changes Init; it adds FoundNever" in found_now["red-differs:append"]


def test_a_red_that_fails_in_the_initial_state_is_found(tmp_path: Path) -> None:
    specs = copy_claim(tmp_path, CLAIM)
    red = specs / f"{MODULE}_Append"
    edit(red.with_suffix(".tla"), END, f"{TWICE}\n{END}")
    edit(red.with_suffix(".cfg"), "Found <- FoundNever", "Init <- InitTwice")
    keys = [one.key for one in audit_of_registry(specs, tmp_path).findings]
    assert keys == ["red-fails-at-once:append"]


def test_an_invariant_that_the_types_imply_is_a_tautology(project: Path, tmp_path: Path) -> None:
    specs = project / "specs"
    edit(specs / "Door.tla", "====\n", "Few == Cardinality(inside) <= 2\n====\n")
    for config in specs.glob("*.cfg"):
        edit(config, "INVARIANTS TypeOK", "INVARIANTS TypeOK Few")
    result = audit_of_registry(specs, tmp_path)
    assert [one.key for one in result.findings] == ["tautology:Few"]
    assert result.unchecked == ()
