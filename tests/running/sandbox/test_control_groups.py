"""Control groups: where they are made in both versions, and that they end what is in them."""

import os
import subprocess
from pathlib import Path

import pytest

from moltverify.running.sandbox import control_groups
from moltverify.running.sandbox.control_groups import (
    GroupLimits,
    GroupPlace,
    group_places,
    limiting_group,
    make_group,
    memory_ran_out,
)

LIMITS = GroupLimits(memory=100, processes=30)
VERSION_1 = "9:memory:/user\n8:pids:/user\n3:cpu,cpuacct:/\n0::/\n"


def made_groups() -> tuple[Path, ...]:
    with limiting_group(LIMITS) as groups:
        return groups


needs_groups = pytest.mark.skipif(not made_groups(), reason="no control group can be made here")


def test_version_1_has_a_group_for_memory_and_one_for_processes(tmp_path: Path) -> None:
    (tmp_path / "memory" / "user").mkdir(parents=True)
    (tmp_path / "pids").mkdir()
    [[memory, processes]] = group_places(LIMITS, VERSION_1, tmp_path)
    assert memory.folder == tmp_path / "memory" / "user"
    # A container sees its own group as the root of the tree.
    assert processes.folder == tmp_path / "pids"
    assert memory.files == (("memory.limit_in_bytes", str(100 * 2**20)),)
    assert processes.files == (("pids.max", "30"),)


def test_version_2_has_one_group_inside_its_own_or_beside_it(tmp_path: Path) -> None:
    own = tmp_path / "system.slice" / "moltverify.service"
    own.mkdir(parents=True)
    ways = group_places(LIMITS, "0::/system.slice/moltverify.service\n", tmp_path)
    assert [place.folder for [place] in ways] == [own, own.parent]
    assert ("pids.max", "30") in ways[0][0].files
    assert ("memory.max", str(100 * 2**20)) in ways[0][0].files


def test_a_group_of_version_2_turns_the_limits_on_and_writes_them(tmp_path: Path) -> None:
    (tmp_path / "cgroup.subtree_control").write_text("cpu\n")
    place = GroupPlace(tmp_path, (("memory.max", "1"), ("memory.swap.max", "0"), ("pids.max", "2")))
    group = make_group(place, "moltverify-1-1")
    assert (tmp_path / "cgroup.subtree_control").read_text() == "+memory +pids"
    written = {file.name: file.read_text() for file in group.iterdir()}
    assert written == {"memory.max": "1", "pids.max": "2"}  # no file for swap: there is none


def test_where_no_group_can_be_made_there_is_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(control_groups, "OWN_GROUPS", tmp_path / "missing")
    assert made_groups() == ()


@needs_groups
def test_a_process_in_a_group_is_ended_with_it() -> None:
    with limiting_group(LIMITS) as groups:
        child = subprocess.Popen(["sleep", "600"])
        for group in groups:
            (group / "cgroup.procs").write_text(str(child.pid))
        assert not memory_ran_out(groups)
    assert child.wait(20) == -9
    assert not any(group.exists() for group in groups)


@needs_groups
def test_a_group_of_a_killed_program_is_removed_by_the_next() -> None:
    with limiting_group(LIMITS) as groups:
        gone = subprocess.Popen(["true"])
        gone.wait()
        abandoned = [group.with_name(f"moltverify-{gone.pid}-1") for group in groups]
        for group in abandoned:
            group.mkdir()
        made_groups()
        assert not any(group.exists() for group in abandoned)
        assert all(group.exists() for group in groups)
        assert all(str(os.getpid()) in group.name for group in groups)
