"""What a verdict depends on: reductions and known faults of TLC, by jar and options."""

from pathlib import Path

import pytest
from msgspec.structs import replace

from moltverify.running.job import TlcOptions
from moltverify.running.toolchain import KNOWN_JARS, Jar
from moltverify.suite.run_conditions import RunConditions, run_conditions
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


def test_a_config_that_cannot_be_read_leaves_the_answer_to_tlc(tmp_path: Path) -> None:
    assert conditions(tmp_path, config="NONSENSE\n") == RunConditions(TlcOptions())


def test_a_module_that_is_gone_is_an_os_error(tmp_path: Path) -> None:
    job = replace(write_job(tmp_path, SYSTEM), module=tmp_path / "gone.tla")
    with pytest.raises(OSError, match=r"gone\.tla"):
        run_conditions(job, TlcOptions(), Jar(tmp_path / "tla2tools.jar", OLD))


@pytest.mark.tlc
def test_a_green_that_a_known_fault_may_make_is_inconclusive_until_there_is_a_reason(
    project: Path, moltverify: Run
) -> None:
    specs = project / "specs"
    edit(specs / "Door.tla", "FiniteSets, Naturals", "FiniteSets, Naturals, Sequences")
    edit(specs / "Door.tla", "====\n", FORGETFUL + "Known == Bad = Bad\n====\n")
    for config in specs.glob("*.cfg"):
        edit(config, "OnlyWithKey", "OnlyWithKey Known")
    doubtful = moltverify("run", "door", "--green", env={"COLUMNS": "160"})
    assert doubtful.returncode == 3
    said = " ".join(doubtful.stdout.split())
    assert "INCONCLUSIVE: holds in 6 distinct states, unless tlaplus#1145 (Door.tla:" in said
    why = "    known_faults: {tlaplus#1145: The sequence is a constant.}\n    green:"
    edit(specs / "registry.yaml", "    green:", why)
    assert "✓ green              holds in 6 distinct states  " in moltverify("run", "door").stdout
    # Without the reason the kept verdict is none.
    edit(specs / "registry.yaml", why, "    green:")
    assert moltverify("run", "door", "--green").returncode == 3
