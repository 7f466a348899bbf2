"""The types of single keys: durations, and what the values of `defaults` may be."""

from pathlib import Path

import pytest

from moltverify.registry.entry_types import seconds
from tests.registry.mistakes import after


@pytest.mark.parametrize(
    ("text", "value"),
    [("60s", 60), ("500ms", 0.5), ("2m", 120), ("1.5h", 5400), ("0s", 0)],
)
def test_a_duration_is_a_number_and_a_unit(text: str, value: float) -> None:
    assert seconds(text) == value


@pytest.mark.parametrize("text", ["", "60", "s", "-1s", "1 s", "1e3s", "infs", "60S", "1.s", "1d"])
def test_anything_else_is_no_duration(text: str) -> None:
    assert seconds(text) is None


@pytest.mark.parametrize(
    ("new", "mistake"),
    [
        ("timeout: 60", "defaults.timeout: expected a duration such as 60s or 2m, found '60'"),
        ("timeout: 0s", "defaults.timeout: expected a duration such as 60s or 2m, found '0s'"),
        ("workers: 0", "defaults.workers: expected a whole number above zero, found '0'"),
        ("workers: -1", "defaults.workers: expected a whole number above zero, found '-1'"),
        ("workers: al", "defaults.workers: expected a whole number above zero or `auto`"),
        ('workers: "2"', "defaults.workers: expected a whole number above zero or `auto`"),
        ("workers: [2]", "defaults.workers: expected a text"),
        ("heap: 1", "defaults.heap: expected a heap size such as 512m or 2g, found '1'"),
        ("heap: 1g -cp x", "defaults.heap: expected a heap size such as 512m or 2g"),
        ("heap: 0m", "defaults.heap: expected a heap size such as 512m or 2g, found '0m'"),
        ("deadlock: allowed", "defaults.deadlock: unknown key 'deadlock'"),
    ],
)
def test_a_mistake_in_the_defaults_is_named(project: Path, new: str, mistake: str) -> None:
    mistakes = after(project, "{timeout: 60s}", f"{{{new}}}")
    assert any(mistake in one for one in mistakes), mistakes
