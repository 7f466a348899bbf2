"""What a sweep means: the smallest instances that break, whether it differs, the exit code."""

import pytest
from msgspec.structs import replace

from moltverify.errors import ExitCode
from moltverify.registry.records import Role
from moltverify.sweep.ranges import Instance, Setting
from moltverify.sweep.results import InstanceRow, InstanceStatus, ModelSweep, SweepResult

HOLDS, BREAKS = InstanceStatus.HOLDS, InstanceStatus.BREAKS


def at(*sizes: int) -> Instance:
    return Instance(tuple(map(Setting, ("Cap", "Senders"), sizes)))


def model(role: Role, *rows: tuple[InstanceStatus, int, int]) -> ModelSweep:
    return ModelSweep(
        id="door",
        role=role,
        sentence="",
        registered=at(2, 2),
        rows=tuple(
            InstanceRow(instance=at(*sizes), status=status, text="", seconds=1.0)
            for status, *sizes in rows
        ),
    )


def result(*models: ModelSweep) -> SweepResult:
    return SweepResult(claim="door", title="", constants=(), models=models, seconds=1.0)


def test_the_smallest_instances_that_break_have_none_within_them() -> None:
    swept = model(Role.RED, (BREAKS, 1, 3), (BREAKS, 2, 1), (BREAKS, 2, 3), (HOLDS, 1, 1))
    assert [row.instance for row in swept.smallest] == [at(1, 3), at(2, 1)]


def test_where_nothing_breaks_nothing_is_smallest() -> None:
    assert model(Role.RED, (HOLDS, 1, 1)).smallest == ()


@pytest.mark.parametrize("sizes", [(1, 1), (3, 3)])
def test_a_green_that_breaks_in_any_size_differs(sizes: tuple[int, int]) -> None:
    assert model(Role.GREEN, (BREAKS, *sizes)).differs
    assert not model(Role.GREEN, (HOLDS, *sizes)).differs


def test_a_red_that_holds_in_small_sizes_only_does_not_differ() -> None:
    assert not model(Role.RED, (HOLDS, 1, 1)).differs
    assert not model(Role.RED, (HOLDS, 3, 3), (BREAKS, 1, 1)).differs


@pytest.mark.parametrize("role", [Role.RED, Role.WITNESS])
def test_a_red_or_witness_that_holds_at_full_size_and_breaks_nowhere_differs(role: Role) -> None:
    assert model(role, (HOLDS, 1, 1), (HOLDS, 2, 2)).differs


@pytest.mark.parametrize("role", list(Role))
def test_breaking_in_another_way_differs_whatever_the_role(role: Role) -> None:
    assert model(role, (InstanceStatus.BREAKS_OTHERWISE, 1, 1), (BREAKS, 2, 2)).differs


def test_the_exit_code_puts_a_difference_before_what_is_unknown() -> None:
    unknown = model(Role.RED, (InstanceStatus.UNDECIDED, 1, 1), (BREAKS, 2, 2))
    different = model(Role.GREEN, (BREAKS, 1, 1))
    assert result(unknown).exit_code is ExitCode.NO_VERDICT
    assert result(unknown, different).exit_code is ExitCode.DIFFERS
    assert result(model(Role.GREEN, (HOLDS, 1, 1))).exit_code is ExitCode.OK


def test_an_error_is_unknown_and_an_excluded_instance_is_not() -> None:
    assert result(model(Role.GREEN, (InstanceStatus.ERROR, 1, 1))).exit_code is ExitCode.NO_VERDICT
    assert result(model(Role.GREEN, (InstanceStatus.EXCLUDED, 1, 1))).exit_code is ExitCode.OK


def test_an_interruption_comes_before_everything() -> None:
    different = result(model(Role.GREEN, (BREAKS, 1, 1)))
    assert replace(different, interrupted=True).exit_code is ExitCode.INTERRUPTED


def test_the_rows_of_all_models_are_in_order() -> None:
    swept = result(model(Role.GREEN, (HOLDS, 1, 1)), model(Role.RED, (BREAKS, 1, 2)))
    assert [row.instance for row in swept.rows] == [at(1, 1), at(1, 2)]
