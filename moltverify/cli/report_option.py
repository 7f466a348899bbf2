"""The option --report, which several commands share, and the writing of reports."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import click
from msgspec import Struct

from moltverify.cli.drift_notes import recorded_or_note
from moltverify.conformance.results import LATEST, ReplayFinding
from moltverify.errors import UsageError
from moltverify.registry.digest import ClaimDigests
from moltverify.registry.records import Registry
from moltverify.registry.spec_texts import read_spec_texts
from moltverify.report.extra_findings import AUDIT, Audited, Further
from moltverify.report.files.formats import FORMATS, IN_FOLDERS, WITH_FURTHER, Rendered
from moltverify.store.findings import Latest
from moltverify.store.record_files import cannot, write_atomically
from moltverify.suite.results import SuiteResult


class ReportRequest(Struct, frozen=True):
    """A report to write: a format's name, and the file or folder for it."""

    format: str
    target: Path


class WantedType(click.ParamType[ReportRequest]):
    """FORMAT=FILE on the command line."""

    name = "FORMAT=FILE"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> ReportRequest:
        """Read one value; a format that does not exist is a usage error that lists those that do.

        Raises click.BadParameter.
        """
        name, equals, target = str(value).partition("=")
        if name not in FORMATS:
            self.fail(f"there is no format {name!r}; there is {', '.join(FORMATS)}", param, ctx)
        if not equals or not target:
            self.fail(f"name a file: {name}=FILE", param, ctx)
        return ReportRequest(name, Path(target))


def report_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add --report, which may be given several times."""
    return click.option(
        "--report",
        "reports",
        type=WantedType(),
        multiple=True,
        help=f"Write a report; FORMAT is {', '.join(FORMATS)}.  Repeatable.",
    )(command)


def format_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add an option for each format: `--html FILE` is short for `--report html=FILE`."""
    # click lists the option first that is added last.
    for name in reversed(FORMATS):
        kind, what = click.Path(path_type=Path), "FOLDER" if name in IN_FOLDERS else "FILE"
        option = click.option(f"--{name}", type=kind, metavar=what, help=f"--report {name}={what}.")
        command = option(command)
    return command


def write_reports(
    wanted: Sequence[ReportRequest], result: SuiteResult, registry: Registry, root: Path
) -> None:
    """Write the reports; `root` is the store's folder, whose findings some formats show.

    Raises StoreError with the file's name if a report cannot be written.
    """
    # Without a report the specs need not be read.
    if not wanted:
        return
    sources = read_spec_texts(registry, {model.id for model in result.models})
    # Findings are compared with digests of their claims' files, so only if a format shows them.
    shown = any(one.format in WITH_FURTHER for one in wanted)
    further = read_further(root, registry) if shown else Further()
    for one in wanted:
        write_rendered(one.target, FORMATS[one.format](result, registry, sources, further))


def read_further(root: Path, registry: Registry) -> Further:
    """Return the latest findings in the store's folder, and the replays on record."""
    digest_of = ClaimDigests(registry).of
    return Further(
        conformance=Latest(root, LATEST, digest_of).findings(ReplayFinding),
        recorded=recorded_or_note(registry),
        audit=Latest(root, AUDIT, digest_of).findings(Audited),
    )


def write_rendered(target: Path, rendered: Rendered) -> None:
    """Write a report's one file, or its files below a folder."""
    files = [(target, rendered)] if isinstance(rendered, bytes) else []
    if not isinstance(rendered, bytes):
        files = [(target / file.path, file.content) for file in rendered]
    for path, content in files:
        # The user's mistake, which exits with 2, and no fault of the disk, which exits with 3.
        if path.is_dir():
            raise UsageError(f"{path} is a folder", "name a file for the report")
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise cannot("make", path.parent, error) from error
        write_atomically(path, content)
