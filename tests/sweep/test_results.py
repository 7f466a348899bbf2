"""Results of a sweep: the smallest instance that breaks, what differs, and the exit code."""

import msgspec
import pytest
from msgspec.structs import replace

from moltverify.errors import ExitCode
from moltverify.registry.records import Role
from moltverify.sweep.results import (
    InstanceStatus,
    ModelSweep,
    SweepResult,
    SweptConstant,
)
from tests.sweep.made import BREAKS, HOLDS, at, row, swept

OTHERWISE, EXCLUDED = InstanceStatus.BREAKS_OTHERWISE, InstanceStatus.EXCLUDED
UNDECIDED, ERROR = InstanceStatus.UNDECIDED, InstanceStatus.ERROR


def statuses(role: Role, *by_size: InstanceStatus) -> ModelSweep:
    """Return the sweep of a model with these statuses in the sizes 1, 2 and so on."""
    rows = [row(at(size), status) for size, status in enumerate(by_size, 1)]
    return swept(rows, role)


def test_rows_are_found_by_their_status() -> None:
    rows = [row(at(1)), row(at(2), BREAKS), row(at(3), UNDECIDED)]
    assert swept(rows).with_status(BREAKS, UNDECIDED) == tuple(rows[1:])
    assert swept(rows).with_status(ERROR) == ()


def test_the_smallest_instance_that_breaks_has_no_other_within_it() -> None:
    rows = [row(at(1), HOLDS), row(at(2), BREAKS), row(at(3), BREAKS)]
    assert swept(rows).smallest == (rows[1],)


def test_of_several_constants_there_may_be_several_smallest_instances() -> None:
    rows = [row(at(*sizes), BREAKS) for sizes in ((1, 3), (2, 2), (3, 1), (3, 3), (2, 3))]
    assert [one.instance.sizes for one in swept(rows).smallest] == [(1, 3), (2, 2), (3, 1)]


def test_an_instance_that_breaks_otherwise_is_not_the_smallest() -> None:
    assert swept([row(at(1), OTHERWISE), row(at(2), UNDECIDED)]).smallest == ()


@pytest.mark.parametrize(
    ("role", "by_size", "differs"),
    [
        (Role.GREEN, [HOLDS, HOLDS], False),
        (Role.GREEN, [HOLDS, BREAKS], True),
        (Role.GREEN, [EXCLUDED, UNDECIDED, ERROR], False),
        # The registered size is 2: a fault may need it.
        (Role.RED, [HOLDS, BREAKS], False),
        (Role.RED, [HOLDS], False),
        (Role.RED, [HOLDS, HOLDS], True),
        (Role.RED, [HOLDS, UNDECIDED, HOLDS], True),
        (Role.RED, [HOLDS, UNDECIDED], False),
        (Role.RED, [BREAKS, OTHERWISE], True),
        (Role.WITNESS, [HOLDS, BREAKS], False),
        (Role.WITNESS, [HOLDS, HOLDS], True),
    ],
)
def test_a_sweep_differs_where_it_contradicts_the_registry(
    role: Role, by_size: list[InstanceStatus], differs: bool
) -> None:
    assert statuses(role, *by_size).differs is differs


def sweep_of(*models: ModelSweep, interrupted: bool = False) -> SweepResult:
    return SweepResult(
        claim="lamp",
        title="A lamp",
        constants=(SweptConstant("A"),),
        models=models,
        seconds=1.0,
        interrupted=interrupted,
    )


@pytest.mark.parametrize(
    ("models", "interrupted", "code"),
    [
        ([statuses(Role.GREEN, HOLDS)], False, ExitCode.OK),
        ([statuses(Role.GREEN, HOLDS, EXCLUDED)], False, ExitCode.OK),
        ([statuses(Role.GREEN, HOLDS, UNDECIDED)], False, ExitCode.NO_VERDICT),
        ([statuses(Role.GREEN, ERROR)], False, ExitCode.NO_VERDICT),
        ([statuses(Role.GREEN, BREAKS, ERROR)], False, ExitCode.DIFFERS),
        ([statuses(Role.GREEN, HOLDS), statuses(Role.RED, HOLDS, HOLDS)], False, ExitCode.DIFFERS),
        ([statuses(Role.GREEN, BREAKS)], True, ExitCode.INTERRUPTED),
        ([], False, ExitCode.OK),
    ],
)
def test_the_exit_code_is_that_of_what_weighs_most(
    models: list[ModelSweep], interrupted: bool, code: ExitCode
) -> None:
    assert sweep_of(*models, interrupted=interrupted).exit_code is code


def test_the_rows_of_a_sweep_are_those_of_all_models() -> None:
    first, second = statuses(Role.GREEN, HOLDS), statuses(Role.RED, HOLDS, BREAKS)
    assert sweep_of(first, second).rows == (*first.rows, *second.rows)


def test_the_json_form_is_read_back_as_it_was() -> None:
    whole = replace(row(at(1, 2), BREAKS, 7), depth=3, length=2, growth=1.5, registered=True)
    made = sweep_of(replace(swept([whole]), missing=(at(9),)))
    assert msgspec.json.decode(msgspec.json.encode(made), type=SweepResult) == made


def test_the_json_form_has_its_number_and_words_for_statuses() -> None:
    read = msgspec.json.decode(msgspec.json.encode(sweep_of(swept([row(at(1), OTHERWISE)]))))
    assert read["format"] == 2
    [only] = read["models"][0]["rows"]
    assert (only["status"], only["text"]) == ("breaks otherwise", "breaks otherwise")
