"""TLA+ of other people's styles, without a registry: findings are true, and none is noise."""

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from moltverify.audit.results import AuditResult
from moltverify.audit.run_audit import AuditPlan, run_audit
from moltverify.audit.unregistered_models import unregistered_models
from moltverify.running.engine_selection import LaunchFor
from moltverify.running.job import TlcOptions
from tests.audit.benches import bench_in

# The audit of twenty foreign models takes a quarter of a minute; test_holes.py audits a registry.
pytestmark = [pytest.mark.tlc, pytest.mark.nightly]

FOREIGN = Path(__file__).parent / "foreign"
OPTIONS = TlcOptions(timeout=100)

Change = Callable[[bytes], bytes]


def audit_of(
    folder: Path,
    launch_for: LaunchFor,
    specs: Sequence[Path],
    reds: Sequence[str] = (),
    options: TlcOptions = OPTIONS,
) -> AuditResult:
    """Audit models that no registry names."""
    plan = AuditPlan(
        title="",
        claims=unregistered_models(specs, [], reds, options, [FOREIGN / "shared"]).claims,
        registry=None,
        folders=tuple(one for one in specs if one.is_dir()),
    )
    return run_audit(plan, bench_in(folder, launch_for), lambda _: None)


def found(result: AuditResult) -> set[str]:
    """Return what was found, with the model's name."""
    return {f"{one.claim} {one.key}" for one in result.findings}


@pytest.fixture(scope="module")
def foreign(tmp_path_factory: pytest.TempPathFactory, launch_for: LaunchFor) -> AuditResult:
    """The audit of a folder of models in many styles, some of them hollow."""
    return audit_of(tmp_path_factory.mktemp("foreign"), launch_for, [FOREIGN], ["*_bug"])


@pytest.mark.parametrize(
    "model",
    ["Mutex", "Countdown"],
    ids=["a PlusCal translation", "one that ends, with liveness only"],
)
def test_sound_models_have_no_finding(foreign: AuditResult, model: str) -> None:
    assert [one.key for one in foreign.findings if one.claim == model] == []
    [strength] = [one for one in foreign.claims if one.claim == model]
    assert strength.actions_taken == strength.actions > 0
    assert not [note for note in foreign.unchecked if note.startswith(f"{model}:")]


def test_the_style_of_large_suites_is_understood(foreign: AuditResult) -> None:
    own = {one.key for one in foreign.findings if one.claim == "Elevator"}
    assert own == {"tautology:InTheShaft", "tautology:Halved"}


@pytest.mark.parametrize(
    "finding",
    [
        "Allowlist constant-property:OnlyAllowed",
        "Allowlist no-behaviour:green",
        "Allowlist_bug red-fails-at-once:red",
        "Gate green-not-as-expected:green",
        "Gate_bug red-fails-at-once:red",
        "Limit unused-property:Capped",
        "Limit action-never-taken:Reset",
        "Limit tautology:NeverNegative",
        "Limit_bug red-not-as-expected:red",
    ],
)
def test_each_hollow_model_is_named(foreign: AuditResult, finding: str) -> None:
    assert finding in found(foreign)


@pytest.mark.parametrize(
    ("model", "says"),
    [
        ("Broken", "parse:"),
        ("Courier", "--no-deadlock"),
        ("Gate", "No state satisfies"),
    ],
)
def test_what_keeps_a_model_from_holding_is_said(
    foreign: AuditResult, model: str, says: str
) -> None:
    [finding] = [one for one in foreign.findings if one.claim == model]
    assert finding.key == "green-not-as-expected:green"
    assert says in finding.message


def test_a_model_without_end_is_stopped(tmp_path: Path, launch_for: LaunchFor) -> None:
    endless = Path(__file__).parent / "endless" / "Endless.tla"
    result = audit_of(tmp_path, launch_for, [endless], options=TlcOptions(timeout=1))
    [finding] = result.findings
    assert finding.key == "green-not-as-expected:green"
    assert finding.message == "TLC had not ended after 3 s (--timeout)"


def test_a_module_in_a_folder_of_the_library_is_no_stray_file(foreign: AuditResult) -> None:
    assert not [one for one in found(foreign) if "stray-file" in one]


# Its lists are read by their columns, and its conditions get probes that move them.
COLUMNS = b"""\
---- MODULE Columns ----
EXTENDS Naturals
VARIABLES on, x
Init == on = FALSE /\\ x = 0
Toggle ==
        /\\      \\/ x = 0
                \\/ on
        /\\      IF on THEN     /\\ x' = 0
                                /\\ on' = FALSE
                ELSE            /\\ x' = x + 1
                                /\\ on' = TRUE
Next == Toggle
Safe == x = 1 => on
====
"""


@pytest.mark.parametrize(
    "change",
    [
        lambda text: text,
        lambda text: text.replace(b"\n", b"\r\n"),
        lambda text: text.replace(b"        ", b"\t"),
        lambda text: text.replace(b"EXTENDS", b"\\* caf\xe9 \xff\nEXTENDS", 1),
    ],
    ids=["plain", "CRLF", "tabs", "bytes that are no UTF-8"],
)
def test_the_bytes_of_a_module_do_not_matter(
    tmp_path: Path, launch_for: LaunchFor, change: Change
) -> None:
    module = tmp_path / "Columns.tla"
    module.write_bytes(change(COLUMNS))
    (tmp_path / "Columns.cfg").write_text("INIT Init\nNEXT Next\nINVARIANT Safe\n")
    result = audit_of(tmp_path, launch_for, [module])
    assert found(result) == set()
    assert result.unchecked == ()
    assert [(one.distinct, one.actions_taken) for one in result.claims] == [(2, 1)]
