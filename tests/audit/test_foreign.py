"""TLA+ of other people's styles, without a registry: findings are true, and none is noise."""

import shutil
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from moltverify.audit.results import AuditResult
from moltverify.audit.run_audit import AuditPlan, run_audit
from moltverify.audit.unregistered_models import claims_of_files
from moltverify.errors import UsageError
from moltverify.running.job import TlcOptions
from tests.audit.claim import bench_in

FOREIGN = Path(__file__).parent / "foreign"
OPTIONS = TlcOptions(timeout=100)

Change = Callable[[bytes], bytes]


def audit_of(
    folder: Path,
    specs: Sequence[Path],
    reds: Sequence[str] = (),
    options: TlcOptions = OPTIONS,
) -> AuditResult:
    """Audit models that no registry names."""
    plan = AuditPlan(
        title="",
        claims=claims_of_files(specs, [], reds, options, [FOREIGN / "shared"]),
        registry=None,
        folders=tuple(one for one in specs if one.is_dir()),
    )
    with bench_in(folder) as bench:
        return run_audit(plan, bench, lambda _: None)


def found(result: AuditResult) -> set[str]:
    """Return what was found, with the model's name."""
    return {f"{one.claim} {one.key}" for one in result.findings}


@pytest.fixture(scope="module")
def foreign(tmp_path_factory: pytest.TempPathFactory) -> AuditResult:
    """The audit of a folder of models in many styles, some of them hollow."""
    return audit_of(tmp_path_factory.mktemp("foreign"), [FOREIGN], ["*_bug"])


@pytest.mark.tlc
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


@pytest.mark.tlc
def test_large_suites_ways_of_writing_are_understood(foreign: AuditResult) -> None:
    own = {one.key for one in foreign.findings if one.claim == "Elevator"}
    assert own == {"tautology:InTheShaft", "tautology:Halved"}


@pytest.mark.tlc
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


@pytest.mark.tlc
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


@pytest.mark.tlc
def test_a_model_without_end_is_stopped(tmp_path: Path) -> None:
    endless = Path(__file__).parent / "endless" / "Endless.tla"
    result = audit_of(tmp_path, [endless], options=TlcOptions(timeout=1))
    [finding] = result.findings
    assert finding.key == "green-not-as-expected:green"
    assert finding.message == "TLC had not ended after 3 s (--timeout)"


@pytest.mark.tlc
def test_a_module_in_a_folder_of_the_library_is_no_stray_file(foreign: AuditResult) -> None:
    assert not [one for one in found(foreign) if "stray-file" in one]


@pytest.mark.tlc
@pytest.mark.parametrize(
    "change",
    [
        lambda text: text.replace(b"\n", b"\r\n"),
        lambda text: text.replace(b"        ", b"\t"),
        lambda text: text.replace(b"EXTENDS", b"\\* caf\xe9 \xff\nEXTENDS", 1),
    ],
    ids=["CRLF", "tabs", "bytes that are no UTF-8"],
)
def test_the_bytes_of_a_module_do_not_matter(tmp_path: Path, change: Change) -> None:
    for name in ("Mutex.tla", "Mutex.cfg"):
        shutil.copy(FOREIGN / name, tmp_path)
    module = tmp_path / "Mutex.tla"
    module.write_bytes(change(module.read_bytes()))
    result = audit_of(tmp_path, [module])
    assert found(result) == set()
    assert result.unchecked == ()


def test_a_config_belongs_to_the_module_with_the_longest_fitting_name(tmp_path: Path) -> None:
    for name in ("Lock.tla", "Lock_Fair.tla", "Lock.cfg", "Lock_Fair_small.cfg", "Lock_big.cfg"):
        (tmp_path / name).write_text("")
    claims = claims_of_files([tmp_path], [], ["*_big"], TlcOptions())
    assert [(one.id, one.green.job.module.name, one.green.role.value) for one in claims] == [
        ("Lock", "Lock.tla", "green"),
        ("Lock_Fair_small", "Lock_Fair.tla", "green"),
        ("Lock_big", "Lock.tla", "red"),
    ]


def test_equal_names_are_told_apart_by_their_folders(tmp_path: Path) -> None:
    for folder in ("one", "two"):
        (tmp_path / folder).mkdir()
        for name in ("Lock.tla", "Lock.cfg"):
            (tmp_path / folder / name).write_text("")
    claims = claims_of_files([tmp_path], [], [], TlcOptions())
    assert [one.id for one in claims] == ["one/Lock", "two/Lock"]


@pytest.mark.parametrize(
    ("specs", "configs", "reds", "says"),
    [
        (["Nothing.tla"], [], [], "there is no file .*Nothing.tla"),
        (["shared"], [], [], "there is no config in"),
        (["Mutex.tla"], ["Nothing.cfg"], [], "there is no file .*Nothing.cfg"),
        (["Mutex.tla", "Idle.tla"], ["Mutex.cfg"], [], "--config needs one --spec"),
        (["Mutex.tla"], [], ["*_bug"], r"--red \*_bug names no model"),
    ],
)
def test_what_is_missing_is_named(
    specs: list[str], configs: list[str], reds: list[str], says: str
) -> None:
    with pytest.raises(UsageError, match=says):
        claims_of_files(
            [FOREIGN / one for one in specs], [FOREIGN / one for one in configs], reds, OPTIONS
        )
