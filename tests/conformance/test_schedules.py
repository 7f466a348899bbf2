"""Two operations of a package that overlap, in every schedule with few preemptions."""

from pathlib import Path
from typing import Any

import pytest

from tests.conformance.harness_runs import NODE, answers, package

pytestmark = pytest.mark.skipif(not NODE, reason="needs Node")

ONCE: tuple[str, Any, Any] = ("count", {"preemptions": 0}, {})
TWICE: tuple[str, Any, Any] = ("count", {"preemptions": 1}, {})
LEDGER = """\
import { readFile, writeFile } from "node:fs/promises";
export async function add(file) {
  const sum = Number(await readFile(file, "utf8")) + 1;
  await writeFile(file, String(sum));
  return sum;
}
"""
# The second one waits for the first in memory, where the harness sees nothing of it.
QUEUE = (
    LEDGER.replace("export async function add", "async function counted")
    + """\
let last = Promise.resolve();
export function add(file) {
  last = last.then(() => counted(file));
  return last;
}
"""
)
# An open file is written and closed in threads of the system.
HANDLE = """\
import { open, readFile } from "node:fs/promises";
export async function add(file) {
  const sum = Number(await readFile(file, "utf8")) + 1;
  const handle = await open(file, "w");
  await handle.writeFile(String(sum));
  await handle.close();
  return sum;
}
"""
# The same, in a queue whose second part waits for a key.
DERIVED = (
    QUEUE.replace("last.then(", "last.then(derived).then(").replace(
        "import {", 'import { scrypt } from "node:crypto";\nimport {'
    )
    + """\
const derived = () => new Promise((resolve) => scrypt("a", "b", 64, { N: 16384 }, resolve));
"""
)
STUCK = """\
import { readFile } from "node:fs/promises";
let asked = 0;
export async function add(file) {
  await readFile(file);
  return (asked += 1) % 2 ? 1 : new Promise(() => {});
}
"""


def sums(folder: Path, text: str, *calls: tuple[str, Any, Any]) -> list[dict[str, int]]:
    """Return for each call how many schedules end with which sum."""
    ran = answers(package(folder, {"house/ledger.js": text}), *calls, adapter="ledger.mjs")
    return [
        {one.outcome["sum"]: one.runs for one in ran.answers[number].outcomes}
        for number in range(len(calls))
    ]


def test_a_lost_update_shows_in_some_schedule_with_one_preemption(tmp_path: Path) -> None:
    folder = package(tmp_path, {"house/ledger.js": LEDGER})
    ran = answers(folder, ONCE, TWICE, adapter="ledger.mjs")
    undisturbed, disturbed = sums(tmp_path, LEDGER, ONCE, TWICE)
    # Undisturbed, each order of the two counts both.
    assert undisturbed == {"2": 2}
    assert disturbed["1"] > 0
    (lost,) = [one for one in ran.answers[1].outcomes if one.outcome["sum"] == "1"]
    assert set(lost.schedule) == {"ann", "bob"}
    assert len(lost.schedule) == 4


def test_work_of_the_system_between_two_calls_is_waited_for(tmp_path: Path) -> None:
    undisturbed, disturbed = sums(tmp_path, HANDLE, ONCE, TWICE)
    assert undisturbed == {"2": 2}
    assert set(disturbed) == {"1", "2"}


@pytest.mark.parametrize("text", [QUEUE, DERIVED])
def test_one_that_waits_for_the_other_in_memory_goes_on_after_it(tmp_path: Path, text: str) -> None:
    undisturbed, disturbed = sums(tmp_path, text, ONCE, TWICE)
    assert set(undisturbed) == set(disturbed) == {"2"}


def test_one_that_waits_for_ever_is_an_outcome_and_no_end_of_the_replay(tmp_path: Path) -> None:
    folder = package(tmp_path, {"house/ledger.js": STUCK})
    ran = answers(folder, ONCE, ONCE, adapter="ledger.mjs")
    for number in (0, 1):
        [one] = ran.answers[number].outcomes
        assert one.outcome["results"] == ["error: it waits for what never comes", 1]
