"""A long model gets both compilers and fingerprints outside the heap, and has the same result."""

from pathlib import Path

import pytest
from msgspec.structs import replace

from moltverify.running.command import PrivateFolder, RunPlace, TlcCommand, tlc_command
from moltverify.running.java_search import Java
from moltverify.running.job import TlcOptions
from moltverify.running.long_search import (
    FINGERPRINTS,
    allows_off_heap,
    for_long_search,
    long_launch,
)
from moltverify.running.staged_files import made_staged_files
from moltverify.running.tethered_process import launch_alone
from moltverify.running.toolchain import Toolchain
from tests.running.kinds import KINDS, run, write


def command(toolchain: Toolchain, folder: Path) -> TlcCommand:
    """Return a command with two gigabytes of heap, without making its files."""
    return tlc_command(
        made_staged_files({"M": b""}, "M", ""),
        TlcOptions(heap="2g"),
        toolchain,
        RunPlace(PrivateFolder(folder), folder, {}),
    )


def test_the_memory_is_shared_out_and_not_raised(toolchain: Toolchain, tmp_path: Path) -> None:
    words = for_long_search(command(toolchain, tmp_path), off_heap=True).arguments()
    assert str(FINGERPRINTS) in words
    assert "-Xmx1536m" in words
    assert "-XX:MaxDirectMemorySize=512m" in words
    assert "-Xmx2g" not in words


def test_on_the_heap_only_compiler_and_checkpoints_differ(
    toolchain: Toolchain, tmp_path: Path
) -> None:
    short = command(toolchain, tmp_path)
    long = for_long_search(short, off_heap=False).arguments()
    assert [word for word in short.arguments() if word not in long] == ["-XX:TieredStopAtLevel=1"]
    added = long.index("-checkpoint")
    assert long[added : added + 2] == ["-checkpoint", "0"]


@pytest.mark.parametrize(("version", "may"), [("17.0.15", True), ("23.0.1", True), ("24", False)])
def test_a_java_that_warns_of_such_memory_is_spared_it(version: str, may: bool) -> None:
    assert allows_off_heap(Java(Path("java"), "a test", version)) is may


@pytest.mark.tlc
@pytest.mark.nightly  # the launch itself is compared flag by flag above
@pytest.mark.parametrize("kind", ["holds", "invariant", "lasso"])
def test_the_answer_is_that_of_a_short_launch(
    toolchain: Toolchain, tmp_path: Path, kind: str
) -> None:
    model = write(tmp_path / "spec", KINDS[kind])
    long = run(model, toolchain, tmp_path / "long", long_launch(toolchain))
    short = run(model, toolchain, tmp_path / "short", launch_alone)
    assert long.reading == short.reading
    assert long.finished.exit_code == short.finished.exit_code


@pytest.mark.tlc
def test_tlc_uses_the_set_that_is_asked_for(toolchain: Toolchain, tmp_path: Path) -> None:
    if not allows_off_heap(toolchain.java):
        pytest.skip("this Java warns of memory off the heap")
    model = write(tmp_path / "spec", KINDS["holds"])
    run(model, toolchain, tmp_path / "long", long_launch(toolchain))
    said = (tmp_path / "long" / "output.txt").read_text()
    assert "OffHeapDiskFPSet" in said
    assert "256MB offheap memory" in said


@pytest.mark.nightly  # the launch is compared flag by flag above
@pytest.mark.tlc
def test_an_unknown_jar_keeps_its_fingerprints_where_it_wants(
    toolchain: Toolchain, tmp_path: Path
) -> None:
    model = write(tmp_path / "spec", KINDS["holds"])
    unknown = replace(toolchain, jar=replace(toolchain.jar, digest="0" * 64))
    run(model, unknown, tmp_path / "long", long_launch(unknown))
    assert "OffHeapDiskFPSet" not in (tmp_path / "long" / "output.txt").read_text()
