"""How many models run at a time."""

import os
from pathlib import Path

import pytest
from msgspec.structs import replace

from moltverify.registry.records import Model
from moltverify.running import capacity
from moltverify.running.job import TlcOptions


def test_jobs_are_bounded_by_cores_and_threads(models: list[Model]) -> None:
    assert capacity.default_jobs(models, None) <= len(os.sched_getaffinity(0))
    assert capacity.default_jobs(models, 10_000) == 1


def test_jobs_are_bounded_by_memory(models: list[Model]) -> None:
    huge = [
        replace(model, job=replace(model.job, options=TlcOptions(heap="100000g")))
        for model in models
    ]
    assert capacity.default_jobs(huge, None) == 1


def test_a_containers_limits_count(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "cpu.max").write_text("150000 100000\n")
    (tmp_path / "memory.max").write_text(f"{900 * 2**20}\n")
    (tmp_path / "memory.current").write_text(f"{100 * 2**20}\n")
    monkeypatch.setattr(capacity, "GROUP", tmp_path)
    assert capacity.cores() == min(2, len(os.sched_getaffinity(0)))
    assert capacity.memory() == 800
