"""The parts of a worker that need no virtual machine."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from moltverify.running.warm.worker_main import (
    CONCLUSIVE_EXITS,
    EVALUATION_EXITS,
    heap_megabytes,
    peak_megabytes,
    reason_to_retire,
    redirect,
)
from moltverify.running.warm.worker_protocol import Machine, Request
from moltverify.tlc.codes import ExitStatus

NO_LIMIT = 2**40
VIOLATIONS = {one for one in ExitStatus if one.name.startswith("VIOLATION_")}
SPEC_MISTAKES = {ExitStatus.ERROR_SPEC_PARSE, ExitStatus.ERROR_CONFIG_PARSE}


def request(folder: Path, printed: str = "", errors: str = "") -> Request:
    """Return a run that has printed something."""
    out, err = folder / "output.txt", folder / "errors.txt"
    out.write_text(printed, encoding="utf-8")
    err.write_text(errors, encoding="utf-8")
    return Request(
        arguments=(), properties=(), folder=str(folder), stdout=str(out), stderr=str(err)
    )


@pytest.mark.parametrize("exit_code", sorted(CONCLUSIVE_EXITS))
def test_a_worker_stays_after_a_conclusion(exit_code: int, tmp_path: Path) -> None:
    assert reason_to_retire(exit_code, request(tmp_path), NO_LIMIT) == ""


def test_conclusions_are_successes_violations_and_mistakes_in_the_spec() -> None:
    assert {ExitStatus.SUCCESS, *VIOLATIONS, *SPEC_MISTAKES} == CONCLUSIVE_EXITS


UNKNOWN = sorted(set(ExitStatus) - CONCLUSIVE_EXITS - EVALUATION_EXITS)


@pytest.mark.parametrize("exit_code", [*UNKNOWN, -9, 70])
def test_a_worker_retires_after_any_other_end(exit_code: int, tmp_path: Path) -> None:
    asked = request(tmp_path, "Error: Attempted to divide by zero.")
    assert reason_to_retire(exit_code, asked, NO_LIMIT) == f"exit code {int(exit_code)}"


def test_an_evaluation_that_fails_has_an_exit_code_of_its_own() -> None:
    failures = {one for one in ExitStatus if one.name.startswith("FAILURE_")}
    assert failures == EVALUATION_EXITS


@pytest.mark.parametrize("exit_code", sorted(EVALUATION_EXITS))
def test_a_worker_stays_after_a_mistake_in_the_model(exit_code: int, tmp_path: Path) -> None:
    said = "@!@!@STARTMSG 2154:1 @!@!@\nAttempted to apply a tuple to 7\n@!@!@ENDMSG 2154 @!@!@\n"
    assert reason_to_retire(exit_code, request(tmp_path, said), NO_LIMIT) == ""


@pytest.mark.parametrize(
    "said",
    [
        "@!@!@STARTMSG 1001:1 @!@!@\nJava ran out of memory.\n",
        "@!@!@STARTMSG 1005:1 @!@!@\nThe stack overflowed.\n",
        "@!@!@STARTMSG 1000:1 @!@!@\njava.lang.StackOverflowError\n",
        "the computation threw java.lang.OutOfMemoryError: Java heap space",
        "java.lang.NoClassDefFoundError: Could not initialize class tlc2.util.FP64",
        "GC overhead limit exceeded",
    ],
)
@pytest.mark.parametrize("as_error", [True, False])
def test_a_worker_retires_if_memory_the_stack_or_a_class_was_the_cause(
    said: str, as_error: bool, tmp_path: Path
) -> None:
    asked = request(tmp_path, errors=said) if as_error else request(tmp_path, "x" * 9999 + said)
    assert reason_to_retire(75, asked, NO_LIMIT) == "exit code 75"


def test_a_worker_retires_if_nobody_can_read_what_its_run_said(tmp_path: Path) -> None:
    asked = request(tmp_path)
    (tmp_path / "output.txt").unlink()
    assert reason_to_retire(75, asked, NO_LIMIT) == "exit code 75"


def test_a_worker_that_grew_too_large_retires_though_its_run_was_good(tmp_path: Path) -> None:
    asked = request(tmp_path)
    assert reason_to_retire(0, asked, 0) == "it used more than 0 MB"
    assert reason_to_retire(0, asked, peak_megabytes() + 1000) == ""


def test_the_peak_of_this_process_is_in_megabytes() -> None:
    # Python with pytest needs more than 10 MB, and no test is given a terabyte.
    assert 10 < peak_megabytes() < 2**20


def test_the_peak_of_a_process_does_not_count_what_its_parent_has() -> None:
    peak = "from moltverify.running.warm.worker_main import peak_megabytes; print(peak_megabytes())"
    parent = (
        "import subprocess, sys; held = bytearray(b'x') * (400 << 20);"
        f"subprocess.run([sys.executable, '-c', {peak!r}], check=True)"
    )
    said = subprocess.run(
        [sys.executable, "-c", parent], capture_output=True, text=True, check=True
    )
    assert 5 < int(said.stdout) < 200


@pytest.mark.parametrize(
    ("options", "size"),
    [
        (("-Xmx512m",), 512),
        (("-Xmx2g", "-Xms2g"), 2048),
        (("-Xmx512m", "-Xrs", "-Xmx3g"), 3072),
        (("-Xms512m",), 1024),
        ((), 1024),
    ],
)
def test_the_heap_is_that_of_the_last_option(options: tuple[str, ...], size: int) -> None:
    assert heap_megabytes(Machine("/lib/libjvm.so", options, "/a.jar")) == size


@pytest.fixture
def stream(tmp_path: Path) -> int:
    """A descriptor that a test may redirect; it is open until the test process ends."""
    return os.open(tmp_path / "first", os.O_WRONLY | os.O_CREAT)


def test_what_is_written_after_a_redirection_goes_to_the_new_file(
    tmp_path: Path, stream: int
) -> None:
    for name in ("one", "two"):
        redirect(stream, str(tmp_path / name))
        os.write(stream, name.encode())
    os.close(stream)
    written = {path.name: path.read_text() for path in tmp_path.iterdir()}
    assert written == {"first": "", "one": "one", "two": "two"}


def test_a_redirection_empties_the_file_and_keeps_it_from_others(
    tmp_path: Path, stream: int
) -> None:
    old, new = tmp_path / "old", tmp_path / "new"
    old.write_text("of an earlier run")
    redirect(stream, str(old))
    redirect(stream, str(new))
    os.close(stream)
    assert old.read_text() == ""
    assert new.stat().st_mode & 0o077 == 0


def test_a_file_that_cannot_be_opened_leaves_the_stream_as_it_was(
    tmp_path: Path, stream: int
) -> None:
    with pytest.raises(FileNotFoundError):
        redirect(stream, str(tmp_path / "gone" / "output.txt"))
    os.write(stream, b"still here")
    os.close(stream)
    assert (tmp_path / "first").read_text() == "still here"


def test_a_redirection_leaves_no_descriptor_open(tmp_path: Path, stream: int) -> None:
    redirect(stream, str(tmp_path / "one"))
    before = os.dup(stream)
    os.close(before)
    for _ in range(3):
        redirect(stream, str(tmp_path / "one"))
    after = os.dup(stream)
    os.close(after)
    os.close(stream)
    assert before == after
