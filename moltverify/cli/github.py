"""GitHub Actions: what a run leaves in a job's log and summary."""

import io
import os
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from moltverify.report.files.workflow_commands import command, without_commands

if TYPE_CHECKING:  # every command loads this module, and most need no results
    from moltverify.registry.records import Registry
    from moltverify.suite.results import SuiteResult


def is_github(environment: Mapping[str, str]) -> bool:
    """Tell whether this is a step of a GitHub Actions job."""
    return environment.get("GITHUB_ACTIONS") == "true"


class Muzzled(io.TextIOBase):
    """A text stream in which GitHub sees no workflow command, whoever wrote the text.

    A line is held back until it is complete, for only then its start is known. There is no
    `buffer`: nothing may write past it.
    """

    def __init__(self, stream: TextIO) -> None:
        self.stream = stream
        self.held = ""

    @property
    def encoding(self) -> str:  # type: ignore[override] # typeshed has it writable; io has not
        """The encoding of the stream below."""
        return self.stream.encoding

    def fileno(self) -> int:
        """Return the file descriptor of the stream below."""
        return self.stream.fileno()

    def isatty(self) -> bool:
        """Tell whether the stream below is a terminal."""
        return self.stream.isatty()

    def writable(self) -> bool:
        """Say that this can be written to."""
        return True

    def write(self, text: str) -> int:
        """Take text; pass on the lines that it completes."""
        lines, end, self.held = (self.held + text).rpartition("\n")
        self.stream.write(without_commands(lines + end))
        return len(text)

    def flush(self) -> None:
        """Make the complete lines appear."""
        self.stream.flush()

    def release(self) -> None:
        """Pass on the last line, complete or not."""
        self.stream.write(without_commands(self.held))
        self.held = ""
        self.stream.flush()


@contextmanager
def muzzled() -> Iterator[None]:
    """Keep all output from holding workflow commands, where GitHub would obey them."""
    if not is_github(os.environ):
        yield
        return
    streams = sys.stdout, sys.stderr
    out, err = map(Muzzled, streams)
    sys.stdout, sys.stderr = out, err
    try:
        yield
    finally:
        sys.stdout, sys.stderr = streams
        for stream in (out, err):
            stream.release()


def tell_github(result: "SuiteResult", registry: "Registry", *, told: bool = False) -> None:
    """Annotate what is not as expected, and add to the step's summary; elsewhere do nothing.

    Models whose own run has `told` of them are not annotated again.
    """
    if not is_github(os.environ):
        return
    from msgspec.structs import replace  # noqa: PLC0415 - only needed on GitHub

    from moltverify.registry.spec_texts import read_spec_texts  # noqa: PLC0415 - only needed on GitHub
    from moltverify.report.files.github import annotations  # noqa: PLC0415 - only needed on GitHub
    from moltverify.suite.verdict import Verdict  # noqa: PLC0415 - only needed on GitHub

    odd = {one.id for one in result.models if one.verdict is not Verdict.AS_EXPECTED}
    untold = replace(result, models=()) if told else result
    for line in annotations(untold, registry, read_spec_texts(registry, odd)):
        print_workflow_command(line)
    file = os.environ.get("GITHUB_STEP_SUMMARY")
    if file:
        summarise(Path(file), result, registry)


def print_workflow_command(line: str) -> None:
    """Print a workflow command: on standard error, so that --json stays whole."""
    stream = sys.stderr.stream if isinstance(sys.stderr, Muzzled) else sys.stderr
    stream.write(f"{line}\n")
    stream.flush()


def summarise(file: Path, result: "SuiteResult", registry: "Registry") -> None:
    """Append to the step's summary; that it cannot be written costs no verdict."""
    from moltverify.report.files.github import SUMMARY_LIMIT, step_summary  # noqa: PLC0415 - as above

    try:
        used = file.stat().st_size if file.exists() else 0
        with file.open("ab") as content:
            content.write(step_summary(result, registry, SUMMARY_LIMIT - used))
    except OSError as error:
        message = f"the step's summary cannot be written: {error.strerror}: {file}"
        print_workflow_command(command("warning", {"title": "moltverify"}, message))
