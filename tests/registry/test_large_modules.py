"""Modules of ten megabytes: read in bounded time, by the parser up to its limit."""

import time
from collections.abc import Callable
from functools import partial
from itertools import count
from pathlib import Path

import pytest

from moltverify.registry.check import check_registry
from moltverify.registry.load import load_registry
from moltverify.suite.input_digests import InputDigests
from moltverify.tla.dependencies import DependencyReader
from moltverify.tla.module_parser import parse_module_file
from moltverify.tla.parse_limits import MOST_BYTES

DEFINITION = """Op{0}(a, b) == /\\ a \\in {{1, {0}}}
            /\\ b = a + {0} \\* note {0}
"""
END = """Init == x = 0
Next == x < 2 /\\ x' = x + 1
Inv == x < 3
====
"""
BAD = """---- MODULE Bad ----
EXTENDS Large
Bad == x' = x + 1
====
"""
REGISTRY = """suite: {title: T}
groups: {g: G}
claims:
  - id: large
    group: g
    title: T
    statement: S.
    green: {module: Large.tla}
    reds: [{id: bad, fault: F., module: Bad.tla, violates: Inv}]
"""


def write_large(folder: Path, size: int) -> Path:
    """Write a registry whose module has about this many bytes, and return its file."""
    config = "INIT Init\nNEXT Next\nINVARIANT Inv\n"
    (folder / "Large.cfg").write_text(config)
    (folder / "Bad.cfg").write_text(f"{config}CONSTANT Next <- Bad\n")
    (folder / "Bad.tla").write_text(BAD)
    with (folder / "Large.tla").open("w") as module:
        module.write("---- MODULE Large ----\nEXTENDS Naturals\nVARIABLE x\n")
        for number in count():
            module.write(DEFINITION.format(number))
            if module.tell() > size - len(END):
                break
        module.write(END)
    registry = folder / "registry.yaml"
    registry.write_text(REGISTRY)
    return registry


def processor_seconds(work: Callable[[], object]) -> float:
    """Return the processor time that work takes in this process, however busy the machine is."""
    started = time.process_time()
    work()
    return time.process_time() - started


def test_a_module_beyond_the_parsers_limit_is_read_and_noted(tmp_path: Path) -> None:
    registry = write_large(tmp_path, MOST_BYTES + 1_000)
    found = []
    # Two seconds without a parser; with one it would be more than half of a minute.
    assert processor_seconds(lambda: found.append(check_registry(registry))) < 15
    [check] = found
    assert check.mistakes == []
    [note] = check.notes
    assert f"{tmp_path}/Large.tla:1; TLC's own parser decides" in note.message


def test_what_a_run_reads_of_ten_megabytes_is_read_in_bounded_time(tmp_path: Path) -> None:
    known = load_registry(write_large(tmp_path, MOST_BYTES))
    reader = DependencyReader()
    digests = InputDigests(reader=reader)
    assert processor_seconds(lambda: [digests.of(model) for model in known.models]) < 10
    assert [file.name for file in reader.modules(tmp_path / "Bad.tla")] == ["Bad.tla", "Large.tla"]


@pytest.mark.parametrize(
    ("size", "seconds"),
    # The second one holds 700 MB for six seconds; the first one is of the same shape.
    [(1_000_000, 10), pytest.param(MOST_BYTES - 1_000, 60, marks=pytest.mark.nightly)],
)
def test_a_module_within_the_limit_is_parsed_whole(
    tmp_path: Path, size: int, seconds: float
) -> None:
    registry = write_large(tmp_path, size)
    module = tmp_path / "Large.tla"
    assert processor_seconds(lambda: parse_module_file(module)) < seconds
    file = parse_module_file(module)
    assert file.error_line is None
    assert file.definition("Inv") is not None
    assert file.definition("Op9000") is not None
    assert check_registry(registry).notes == []


def test_parsing_is_linear_in_the_size_of_a_module(tmp_path: Path) -> None:
    taken = []
    for size in (300_000, 1_200_000):
        folder = tmp_path / str(size)
        folder.mkdir()
        module = write_large(folder, size).with_name("Large.tla")
        taken.append(processor_seconds(partial(parse_module_file, module)))
    # A square would be sixteen.
    assert taken[1] < 9 * taken[0]
