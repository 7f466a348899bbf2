"""Triggers in options and configs, on every kind of run that has them."""

from pathlib import Path

import pytest

from moltverify.known_faults.wording import fault_label
from tests.known_faults.faulty_models import UNKNOWN, fault_job, matched

BODY = (
    "VARIABLE x\nInit == x = 0\nNext == x' = 1 - x\nP == []<>(x = 0)\nC == x < 9\nV == x\n"
    "S == Permutations({})\n"
)
INIT = "INIT Init\nNEXT Next\n"


def found(folder: Path, config: str, *more: str, workers: int = 1) -> list[str]:
    """Return the labels of what a run matches."""
    return [fault_label(one) for one in matched(fault_job(folder, BODY, config, workers), *more)]


@pytest.mark.parametrize(
    ("config", "more", "expected"),
    [
        (INIT, (), []),
        (INIT, ("-continue",), ["tlaplus#1385 (-continue)"]),
        (INIT, ("-dfid", "9"), ["tlaplus#572 (-dfid)"]),
        (
            INIT + "PROPERTY P\n",
            ("-dfid", "9"),
            ["tlaplus#544 (-dfid)", "tlaplus#572 (-dfid)"],
        ),
        (INIT + "CONSTRAINT C\n", (), []),
        (INIT + "CONSTRAINT C\nPROPERTY P\n", (), ["tlaplus#839 (M.cfg:3)"]),
        (INIT + "ACTION_CONSTRAINT C\nPROPERTY P\n", (), ["tlaplus#839 (M.cfg:3)"]),
        (INIT + "SYMMETRY S\n", (), []),
        (INIT + "SYMMETRY S\nPROPERTY P\n", (), ["tlaplus#59 (M.cfg:3)"]),
        (INIT + "VIEW V\n", (), ["tlaplus#59 (M.cfg:3)"]),
        (INIT, ("-recover", "states"), ["tlaplus#22 (-recover)"]),
    ],
)
def test_an_option_or_a_setting_is_named(
    tmp_path: Path, config: str, more: tuple[str, ...], expected: list[str]
) -> None:
    assert found(tmp_path, config, *more) == expected


@pytest.mark.parametrize(
    ("config", "more", "expected"),
    [
        (INIT, (), {"439", "883"}),
        (INIT + "PROPERTY P\n", (), {"439", "883", "971"}),
        (INIT + "VIEW V\n", (), {"59", "439", "570", "883"}),
        (INIT, ("-simulate",), {"439", "883", "c40c0351e"}),
        (INIT, ("-dfid", "9"), {"439", "548", "572", "883"}),
    ],
)
def test_what_several_workers_can_do(
    tmp_path: Path, config: str, more: tuple[str, ...], expected: set[str]
) -> None:
    by_job = found(tmp_path, config, *more, workers=2)
    assert {one.split()[0].removeprefix("tlaplus")[1:] for one in by_job} == expected
    by_option = found(tmp_path, config, *more, "-workers", "2")
    assert by_option == by_job
    assert "workers: 2" in " ".join(by_option)


def test_the_last_number_of_workers_counts(tmp_path: Path) -> None:
    assert found(tmp_path, INIT, "-workers", "1", workers=4) == []


def test_a_simulation_ignores_assumptions(tmp_path: Path) -> None:
    job = fault_job(tmp_path, BODY + "ASSUME 1 = 2\n", INIT)
    assert [fault_label(one) for one in matched(job, "-simulate")] == ["tlaplus#496 (M.tla:10)"]
    assert matched(job) == []


def test_a_dump_of_constrained_states_is_a_fault_of_jars_that_are_not_known(
    tmp_path: Path,
) -> None:
    job = fault_job(tmp_path, BODY, INIT)
    more = ("-dump", "dot,constrained", "graph.dot")
    assert matched(job, *more) == []
    assert [one.fault.issue for one in matched(job, *more, jar=UNKNOWN)] == ["tlaplus#1078"]


def test_reductions_are_marked(tmp_path: Path) -> None:
    config = INIT + "VIEW V\nCONSTRAINT C\nPROPERTY P\n"
    marked = {
        one.fault.issue: one.fault.reduction for one in matched(fault_job(tmp_path, BODY, config))
    }
    assert marked == {"tlaplus#839": True, "tlaplus#59": True}
