"""GitHub Actions: annotations, the step's summary, and output without workflow commands."""

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
    """Return whether this process is a step of a GitHub Actions job."""
    return environment.get("GITHUB_ACTIONS") == "true"


class Muzzled(io.TextIOBase):
    """A text stream that makes workflow commands in its text ineffective.

    Output can quote a registry from a pull request, and GitHub executes a command in any line. A
    line is kept until it is complete, because the start of a line decides. There is no `buffer`,
    so that no writer can bypass the stream.
    """

    def __init__(self, stream: TextIO) -> None:
        self.stream = stream
        self.held = ""

    # Callers, and rich, ask a stream for its encoding, its descriptor and whether it is a terminal.
    @property
    def encoding(self) -> str:  # type: ignore[override] # typeshed has it writable; io has not
        """The encoding of the wrapped stream."""
        return self.stream.encoding

    def fileno(self) -> int:
        """Return the file descriptor of the wrapped stream."""
        return self.stream.fileno()

    def isatty(self) -> bool:
        """Return whether the wrapped stream is a terminal."""
        return self.stream.isatty()

    def writable(self) -> bool:
        """Return True, which `io` expects of an output stream."""
        return True

    def write(self, text: str) -> int:
        """Write the lines that the text completes, and keep the rest."""
        lines, end, self.held = (self.held + text).rpartition("\n")
        self.stream.write(without_commands(lines + end))
        return len(text)

    def flush(self) -> None:
        """Flush the complete lines; the last one, if incomplete, is still kept."""
        self.stream.flush()

    def release(self) -> None:
        """Write the last line, also if it is incomplete."""
        self.stream.write(without_commands(self.held))
        self.held = ""
        self.stream.flush()


@contextmanager
def muzzled() -> Iterator[None]:
    """Make workflow commands in all output ineffective, in a step of GitHub Actions."""
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


def report_to_github(
    result: "SuiteResult", registry: "Registry", *, annotated: bool = False
) -> None:
    """Annotate models that are not as expected, and add to the step's summary; only on GitHub.

    With `annotated`, the runs of the models have printed the annotations already.
    """
    if not is_github(os.environ):
        return
    from msgspec.structs import replace  # noqa: PLC0415 - only needed on GitHub

    from moltverify.registry.spec_texts import read_spec_texts  # noqa: PLC0415 - only needed on GitHub
    from moltverify.report.files.github import annotations  # noqa: PLC0415 - only needed on GitHub
    from moltverify.suite.verdict import Verdict  # noqa: PLC0415 - only needed on GitHub

    # Only these get an annotation, whose place is found in the texts of their specs.
    differing = {one.id for one in result.models if one.verdict is not Verdict.AS_EXPECTED}
    # Without models only the missing ones are left, of which no run has printed anything.
    remaining = replace(result, models=()) if annotated else result
    for line in annotations(remaining, registry, read_spec_texts(registry, differing)):
        print_workflow_command(line)
    file = os.environ.get("GITHUB_STEP_SUMMARY")
    if file:
        summarise(Path(file), result, registry)


def print_workflow_command(line: str) -> None:
    """Print a workflow command on standard error, so that --json stays valid."""
    # To the wrapped stream: the wrapper would make this command ineffective.
    stream = sys.stderr.stream if isinstance(sys.stderr, Muzzled) else sys.stderr
    stream.write(f"{line}\n")
    stream.flush()


def summarise(file: Path, result: "SuiteResult", registry: "Registry") -> None:
    """Append to the step's summary; print a warning if the file cannot be written."""
    from moltverify.cli.drift_notes import recorded_or_note  # noqa: PLC0415 - only needed on GitHub
    from moltverify.report.extra_findings import Further  # noqa: PLC0415 - as above
    from moltverify.report.files.github import SUMMARY_LIMIT, step_summary  # noqa: PLC0415 - as above

    # The record only: no earlier run of a job leaves findings in its store.
    further = Further(recorded=recorded_or_note(registry))

    try:
        # GitHub refuses a summary above its limit, and earlier commands may have written to it.
        used = file.stat().st_size if file.exists() else 0
        with file.open("ab") as content:
            content.write(step_summary(result, registry, further, SUMMARY_LIMIT - used))
    except OSError as error:
        message = f"the step's summary cannot be written: {error.strerror}: {file}"
        print_workflow_command(command("warning", {"title": "moltverify"}, message))
