"""Habits of other people's models that are no findings, on the real TLC."""

from pathlib import Path

import pytest

from moltverify.audit.results import AuditResult
from moltverify.audit.run_audit import AuditPlan, run_audit
from moltverify.audit.unregistered_models import left_aside, unregistered_models
from moltverify.running.engine_selection import LaunchFor
from moltverify.running.job import TlcOptions
from tests.audit.benches import bench_in

# Nightly, because the modules of audit/findings have tests without TLC.
pytestmark = [pytest.mark.tlc, pytest.mark.nightly]

OPTIONS = TlcOptions(timeout=60)

# Two configs check a property each, and no config checks the third.
LOCK = """\
---- MODULE Lock ----
EXTENDS Naturals
VARIABLE x
Init == x = 0
Next == x' = (x + 1) % 3
Spec == Init /\\ [][Next]_x
Small == x = 1 => x < 3
Even == x = 2 => x # 1
Spare == x < 9
====
"""
LOCK_CONFIG = "SPECIFICATION Spec\nINVARIANT Small\n"

# The config gives definitions with conditions to constants; a third constant is a number.
CAPACITY = """\
---- MODULE Capacity ----
EXTENDS Naturals
CONSTANTS Room(_), Limit
VARIABLE x
SizeOf(n) == IF n > 9 THEN 2 ELSE 3
Pick(n) == CASE n = 1 -> 3 [] n = 0 -> 4 [] OTHER -> 5
Least == IF \\E y \\in {1, 2} : Pick(y) = 3 THEN 3 ELSE 2
ASSUME \\A y \\in 0 .. 2 : Pick(y) < 9
Init == x = 0
Go == x < Room(x) /\\ x < Limit /\\ x' = x + 1
Back == x = 3 /\\ x' = 0
Next == Go \\/ Back
Spec == Init /\\ [][Next]_x
Safe == x = 3 => x < 4
Never == x = 7 => x < 4
====
"""
CAPACITY_CONFIG = """\
SPECIFICATION Spec
CONSTANTS Room <- SizeOf Limit <- Least
INVARIANTS Safe Never
"""

VALUES = """\
---- MODULE Values ----
CONSTANTS Values, v2, None
VARIABLE x
Init == x = None
Next == x' \\in Values
Known == x # None => x \\in Values
====
"""
VALUES_CONFIG = """\
INIT Init
NEXT Next
INVARIANT Known
CONSTANTS v1 = v1 v2 = v2 Values = {v1, v2} None = None
"""

TESTS = """\
---- MODULE Tests ----
EXTENDS Naturals, TLC
CONSTANT N
Twice(n) == 2 * n
ASSUME Twice(2) = 4
ASSUME Sum == Twice(N) > N
ASSUME PrintT("tested")
====
"""

# Two constants switch faults on; one action is never taken, whatever they are.
SWITCHES = """\
---- MODULE Switches ----
EXTENDS Naturals
CONSTANTS Attack, Mode
VARIABLES x, owner
Init == x = 0 /\\ owner = "none"
Take ==
  /\\ x < 2
  /\\ x' = x + 1
  /\\ owner' = "me"
Steal == \\E n \\in {1} : Attack /\\ x > 0 /\\ owner' = "thief" /\\ x' = n
Forge == /\\ x > 0
         /\\ Mode = "buggy"
         /\\ owner' = "forger"
         /\\ UNCHANGED x
Back == x = 2 /\\ x' = 0 /\\ owner' = "none"
Break(n) == x' = n /\\ owner' = "broken"
Lose == x > 5 /\\ x' = 0 /\\ owner' = "none"
Next == Take \\/ Steal \\/ Forge \\/ Back \\/ (Attack /\\ Break(1)) \\/ Lose
Spec == Init /\\ [][Next]_<<x, owner>>
Mine == owner # "thief" /\\ (Mode = "buggy" => x < 9)
====
"""
SWITCHES_CONFIG = """\
SPECIFICATION Spec
INVARIANT Mine
CONSTANTS Mode = "right" Attack = """


def write(folder: Path, **texts: str) -> Path:
    """Write files, with `__tla` and `__cfg` at the ends of their names; return the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in texts.items():
        (folder / name.replace("__", ".")).write_text(text, encoding="utf-8")
    return folder


def audited(specs: Path, work: Path, launch_for: LaunchFor, *reds: str) -> AuditResult:
    """Audit a folder that no registry names."""
    found = unregistered_models([specs], [], reds, OPTIONS)
    plan = AuditPlan(
        title="",
        claims=found.claims,
        registry=None,
        folders=(specs,),
        odd=found.odd,
        notes=tuple(left_aside(found.skipped)),
    )
    return run_audit(plan, bench_in(work, launch_for), lambda _: None)


def keys_of(result: AuditResult, claim: str) -> list[str]:
    return [one.key for one in result.findings if one.claim == claim]


@pytest.fixture(scope="module")
def styles(tmp_path_factory: pytest.TempPathFactory, launch_for: LaunchFor) -> AuditResult:
    """The audit of a folder of models in several styles."""
    folder = tmp_path_factory.mktemp("styles")
    specs = write(
        folder / "specs",
        Lock__tla=LOCK,
        Lock__cfg=LOCK_CONFIG,
        Lock_even__cfg=LOCK_CONFIG.replace("Small", "Even"),
        Capacity__tla=CAPACITY,
        Capacity__cfg=CAPACITY_CONFIG,
        Values__tla=VALUES,
        Values__cfg=VALUES_CONFIG,
        Switches__tla=SWITCHES,
        Switches__cfg=f"{SWITCHES_CONFIG}FALSE\n",
        Switches_too__cfg=f"{SWITCHES_CONFIG}FALSE\n",
        Switches_bug__cfg=f"{SWITCHES_CONFIG}TRUE\n",
        Tests__tla=TESTS,
        Tests__cfg="CONSTANT N = 3\n",
        Tests_wrong__cfg="CONSTANT N = 0\n",
    )
    return audited(specs, folder, launch_for, "*_bug")


def test_what_no_config_of_a_module_checks_is_found_once(styles: AuditResult) -> None:
    assert keys_of(styles, "Lock") == ["unused-property:Spare"]
    assert keys_of(styles, "Lock_even") == []


def test_what_a_constant_is_replaced_by_has_no_probe_and_other_conditions_have(
    styles: AuditResult,
) -> None:
    assert keys_of(styles, "Capacity") == ["antecedent-never-holds:Never"]
    assert not [note for note in styles.unchecked if "probes" in note]


def test_a_name_that_is_its_own_value_is_no_finding(styles: AuditResult) -> None:
    assert keys_of(styles, "Values") == []


def test_assumptions_used_as_tests_are_no_finding(styles: AuditResult) -> None:
    assert keys_of(styles, "Tests") == []


def test_an_assumption_that_is_false_is_a_finding(styles: AuditResult) -> None:
    [finding] = [one for one in styles.findings if one.claim == "Tests_wrong"]
    assert finding.key == "green-not-as-expected:green"
    assert "Assumption line 6" in finding.message


def test_what_constants_switch_off_is_said_once_and_is_no_finding(styles: AuditResult) -> None:
    assert keys_of(styles, "Switches") == ["action-never-taken:Lose"]
    assert keys_of(styles, "Switches_too") == ["action-never-taken:Lose"]
    assert [(one.claims, one.constants, one.subjects) for one in styles.switched_off] == [
        (("Switches", "Switches_too"), ("Attack",), ("Steal", "Break")),
        (("Switches", "Switches_too"), ("Mode",), ("Forge",)),
    ]


def test_a_model_whose_constant_switches_the_fault_on_is_violated(styles: AuditResult) -> None:
    assert keys_of(styles, "Switches_bug") == []


TOOLBOX_MODEL = """\
---- MODULE MC ----
EXTENDS Lock, TLC
const_17 == 3
====
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory, launch_for: LaunchFor) -> AuditResult:
    """The audit of a folder with configs that make no model, a proof and a Toolbox model."""
    root = tmp_path_factory.mktemp("folder")
    specs = write(
        root / "specs",
        Lock__tla=LOCK.replace("Spare", "Init_"),
        small__cfg="SPECIFICATION Spec\nINVARIANTS Small Even Init_\n",
        Lock_torn__cfg="SPECIFICATION\n",
        Lock_proof__tla="---- MODULE Lock_proof ----\nEXTENDS Lock, TLAPS\n====\n",
        Door__tla=LOCK.replace("MODULE Lock", "MODULE Door").replace("Small", "Shut"),
        odd__cfg="SPECIFICATION Gone\n",
    )
    write(
        specs / "Lock.toolbox/Model_1",
        MC__tla=TOOLBOX_MODEL,
        MC__cfg="SPECIFICATION Spec\nINVARIANTS Small Even\nCONSTANT unused = unused\n",
        Lock__tla=LOCK,
    )
    return audited(specs, root, launch_for)


@pytest.mark.parametrize(
    ("claim", "found"),
    [
        ("small", []),
        ("Lock_torn", ["not-audited:green"]),
        ("odd", ["not-audited:odd"]),
        ("MC", ["unused-definition:const_17"]),
    ],
)
def test_each_config_of_a_folder_is_a_model_or_a_finding(
    folder: AuditResult, claim: str, found: list[str]
) -> None:
    assert keys_of(folder, claim) == found


def test_a_proof_is_not_stray_and_a_module_without_a_config_is(folder: AuditResult) -> None:
    assert keys_of(folder, "") == ["stray-file:Door.tla"]


def test_the_toolbox_model_is_audited_with_its_copies_and_that_is_said(
    folder: AuditResult,
) -> None:
    assert [one.claim for one in folder.claims if one.distinct] == ["MC", "small"]
    [note] = folder.notes
    assert "Lock.tla: Model_1 of the Toolbox has another copy" in note
