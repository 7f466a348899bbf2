"""The number of models that run at a time."""

import os
from pathlib import Path

import pytest

from moltverify.running import capacity
from moltverify.running.job import TlcOptions


def test_jobs_are_bounded_by_cores_and_threads() -> None:
    assert 1 <= capacity.default_jobs([TlcOptions()], None) <= capacity.cores()
    assert capacity.default_jobs([TlcOptions()], 10_000) == 1
    assert capacity.default_jobs([TlcOptions(), TlcOptions(workers=10_000)], None) == 1


def test_jobs_are_bounded_by_memory() -> None:
    assert capacity.default_jobs([TlcOptions(), TlcOptions(heap="100000g")], None) == 1


def test_without_a_run_to_come_the_cores_decide() -> None:
    assert capacity.default_jobs([], None) == capacity.cores()


def test_a_containers_limits_count(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "cpu.max").write_text("150000 100000\n")
    (tmp_path / "memory.max").write_text(f"{900 * 2**20}\n")
    (tmp_path / "memory.current").write_text(f"{100 * 2**20}\n")
    monkeypatch.setattr(capacity, "GROUP", tmp_path)
    assert capacity.cores() == min(2, len(os.sched_getaffinity(0)))
    assert capacity.memory() == 800
