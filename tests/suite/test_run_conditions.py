"""What a verdict depends on: reductions and known faults of TLC, by jar and options."""

import json
from pathlib import Path

import pytest
from msgspec.structs import replace

from moltverify.running.job import TlcOptions
from moltverify.running.toolchain import KNOWN_JARS, Jar
from moltverify.suite.run_conditions import RunConditions, run_conditions
from moltverify.tlc.outcome import Holds, Outcome, Violated, ViolationKind
from moltverify.tlc.trace import Step, Stutters, Trace
from tests.conftest import Run, edit
from tests.mutation.parsed import CONFIG, SYSTEM, write_job

OLD, NEW = KNOWN_JARS
STEP = "Step == x' = x + 1 /\\ mode' = mode\n"
# tlaplus#1145: TLC 2.15 and 2.19 forget the EXCEPT.
FORGETFUL = """\
Second(s) == SubSeq(s, 2, 2)[1]
Bad == Second([[i \\in 1..4 |-> 0] EXCEPT ![2] = 1])
"""


def conditions(
    folder: Path, more: str = "", config: str = CONFIG, jar: str = OLD, workers: int = 1
) -> RunConditions:
    job = write_job(folder, SYSTEM + STEP + more, config)
    return run_conditions(job, TlcOptions(workers=workers), Jar(folder / "tla2tools.jar", jar))


def test_a_plain_model_depends_on_nothing(tmp_path: Path) -> None:
    assert conditions(tmp_path) == RunConditions(TlcOptions())


def test_a_view_and_liveness_under_it_are_one_condition(tmp_path: Path) -> None:
    config = CONFIG + "VIEW x\nPROPERTY Ends\n"
    found = conditions(tmp_path, "Ends == <>(x = 3)\n", config)
    assert found.conditions == ("under VIEW with liveness x",)


def test_several_workers_with_a_property_become_one_where_the_jar_loses_violations(
    tmp_path: Path,
) -> None:
    config, ends = CONFIG + "PROPERTY Ends\n", "Ends == <>(x = 3)\n"
    old = conditions(tmp_path / "old", ends, config, OLD, workers=4)
    assert old.options.workers == 1
    assert "one worker" in old.note
    assert "tlaplus#971" in old.note
    assert conditions(tmp_path / "new", ends, config, NEW, workers=4).options.workers == 4


def test_a_fault_that_makes_a_green_doubtful_says_where_it_is_and_what_mends_it(
    tmp_path: Path,
) -> None:
    [fault] = conditions(tmp_path, FORGETFUL).faults
    lines = (tmp_path / "M.tla").read_text(encoding="utf-8").splitlines()
    [line] = [number for number, text in enumerate(lines, 1) if "EXCEPT" in text]
    assert fault.label == f"tlaplus#1145 (M.tla:{line})"
    assert "TLC ignores the EXCEPT" in fault.what
    assert fault.mended == "mended in builds of TLC since 2025-02-19"
    assert not fault.excluded


PREFIX = Violated(
    ViolationKind.TEMPORAL_PROPERTY, None, Trace((Step(1, None, (("x", 0),)),)), message="Temporal"
)
LASSO = replace(PREFIX, trace=replace(PREFIX.trace, ending=Stutters()))
INITIAL = replace(PREFIX, property="Ends", message="Property Ends is violated by the initial state")


@pytest.mark.parametrize(
    ("ends", "outcome", "issues"),
    [
        ("(x = 0) => <>[](x = 3)", PREFIX, {"tlaplus#1037"}),
        ("(x = 0) => <>[](x = 3)", LASSO, set()),
        ("(x = 0) => <>[](x = 3)", INITIAL, set()),
        ("(x = 0) => <>[](x = 3)", Holds(), set()),
        ("[](x = 0 => [](x = 0))", PREFIX, set()),
        ("<>[](x = 3)", PREFIX, set()),
    ],
)
def test_a_prefix_is_doubted_as_a_counterexample_only_to_a_property_of_one_shape(
    tmp_path: Path, ends: str, outcome: Outcome, issues: set[str]
) -> None:
    config = CONFIG + "PROPERTY Ends\n"
    found = conditions(tmp_path, f"Ends == {ends}\n", config, jar="0" * 64)
    assert {one.issue for one in found.relevant_to(outcome)} == issues


def test_a_release_without_the_false_alarm_is_believed(tmp_path: Path) -> None:
    ends, config = "Ends == (x = 0) => <>[](x = 3)\n", CONFIG + "PROPERTY Ends\n"
    assert conditions(tmp_path, ends, config, NEW).alarms == ()


def test_what_could_make_a_model_hold_falsely_does_not_matter_to_a_violation(
    tmp_path: Path,
) -> None:
    found = conditions(tmp_path, FORGETFUL)
    assert found.relevant_to(Holds()) == found.faults != ()
    assert found.relevant_to(LASSO) == ()


def test_a_config_that_cannot_be_read_leaves_the_answer_to_tlc(tmp_path: Path) -> None:
    assert conditions(tmp_path, config="NONSENSE\n") == RunConditions(TlcOptions())


def test_a_module_that_is_gone_is_an_os_error(tmp_path: Path) -> None:
    job = replace(write_job(tmp_path, SYSTEM), module=tmp_path / "gone.tla")
    with pytest.raises(OSError, match=r"gone\.tla"):
        run_conditions(job, TlcOptions(), Jar(tmp_path / "tla2tools.jar", OLD))


@pytest.mark.nightly  # the case known-fault-of-tlc and test_verdict show parts
@pytest.mark.tlc
def test_a_green_that_a_known_fault_may_make_is_inconclusive_until_there_is_a_reason(
    project: Path, moltverify: Run, tmp_path: Path
) -> None:
    specs = project / "specs"
    edit(specs / "Door.tla", "FiniteSets, Naturals", "FiniteSets, Naturals, Sequences")
    edit(specs / "Door.tla", "====\n", FORGETFUL + "Known == Bad = Bad\n====\n")
    for config in specs.glob("*.cfg"):
        edit(config, "OnlyWithKey", "OnlyWithKey Known")
    page, results = tmp_path / "page.html", tmp_path / "results.json"
    reports = ("--report", f"html={page}", "--report", f"json={results}")
    doubtful = moltverify("run", "door", "--green", *reports, env={"COLUMNS": "160"})
    assert doubtful.returncode == 3
    said = " ".join(doubtful.stdout.split())
    assert "INCONCLUSIVE: holds in 6 distinct states, unless tlaplus#1145 (Door.tla:" in said
    again = moltverify("show", "door", env={"COLUMNS": "400"}).stdout
    for shown in (said, page.read_text(), again):
        assert "mended in builds of TLC since 2025-02-19" in shown
    [green, *_] = json.loads(results.read_text())["models"]
    assert [one["issue"] for one in green["faults"]] == ["tlaplus#1145"]
    why = "    known_faults: {tlaplus#1145: The sequence is a constant.}\n    green:"
    edit(specs / "registry.yaml", "    green:", why)
    assert "✓ green              holds in 6 distinct states  " in moltverify("run", "door").stdout
    # Without the reason the kept verdict is none.
    edit(specs / "registry.yaml", why, "    green:")
    assert moltverify("run", "door", "--green").returncode == 3
