"""`moltverify affected`: which claims do not hold in a version, from the record of replays."""

import os
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path

import click

from moltverify.cli.options import (
    allows_outside,
    complete_selector,
    registry_option,
    working_folder,
)
from moltverify.conformance.affected import (
    Answer,
    Timeline,
    labels_of,
    timelines_of,
)
from moltverify.conformance.affected_report import (
    AffectedReport,
    JudgedRelease,
    affected_to_json,
    judged_release,
    release_runs,
    resolved_release,
)
from moltverify.conformance.drift_record import read_record_file
from moltverify.conformance.osv import osv_record
from moltverify.errors import MoltverifyError, UsageError
from moltverify.registry.advisory_table import claims_about
from moltverify.registry.load import read_registry
from moltverify.registry.mistakes import registry_error
from moltverify.registry.records import Claim, Registry
from moltverify.registry.registry_search import BUNDLED, bundled_registry, find_registry
from moltverify.registry.select import select
from moltverify.releases.installed import Installed, installed_packages, packages_at
from moltverify.releases.package import label_package
from moltverify.report.story.escaping import inert_line
from moltverify.report.terminal.affected_text import LEAD, affected_lines

EPILOG = """\b
Examples:
  moltverify affected --version 1.2      the claims, the worst first
  moltverify affected --installed        the same for the version that is installed
  moltverify affected reset-link         in which releases does this claim hold?
  moltverify affected CVE-2026-1         the claims about an advisory
  moltverify affected --osv              every laxer claim as an OSV record
\b
Nothing is run and no network is used: the answers are those that
`moltverify conform --record` wrote. Without a version, the newest release on
record counts for the exit code.
\b
Exit codes: 0 all that was asked for is known to hold; 1 the code is laxer than
a claim; 2 usage or registry; 3 it cannot be told: something is unknown, an
advisory is fixed only in a later release, or there is nothing to judge.
"""


@click.command("affected", short_help="Tell which claims a version breaks.", epilog=EPILOG)
@click.argument(
    "selectors",
    nargs=-1,
    metavar="[CLAIM|ADVISORY|RELEASE]...",
    shell_complete=complete_selector,
)
@click.option("--version", "versions", multiple=True, help="Judge this version.  Repeatable.")
@click.option("--installed", is_flag=True, help="Judge the installed package.")
@click.option(
    "--path",
    type=click.Path(path_type=Path, exists=True),
    help="Judge the package in this folder, or installed in it.",
)
@click.option("--json", "as_json", is_flag=True, help="Print the answers as JSON instead.")
@click.option("--osv", is_flag=True, help="Print an OSV record for each laxer claim, one a line.")
@click.option("--modified", help="The time in the OSV records, as RFC 3339.  [default: now]")
@click.option("--ecosystem", default="npm", help="That of the OSV records.  [default: npm]")
@registry_option
def command(  # noqa: PLR0913 - an argument per option of the command line
    selectors: tuple[str, ...],
    versions: tuple[str, ...],
    installed: bool,
    path: Path | None,
    as_json: bool,
    osv: bool,
    modified: str | None,
    ecosystem: str,
    registry: Path | None,
) -> int:
    """Judge versions by the record of replays.

    Without a registry here, the record is that of the claims that come with moltverify.
    """
    # Only a selector can name a red, and most of the registry is about them.
    known, name = registry_or_bundled(registry, with_reds=bool(selectors))
    timelines = recorded_timelines(known)
    labels = labels_of(timelines)
    named = [one for one in selectors if is_release(one, labels)]
    claims = claims_named(known, [one for one in selectors if one not in named])
    releases = [(resolved_release(one, labels), "") for one in (*named, *versions)]
    releases += [(one.label, str(one.folder)) for one in found_packages(installed, path, labels)]
    if not (releases or selectors or osv):
        raise UsageError("no version is named", "--version VERSION, --installed, or a claim")
    report = answers(name, timelines, claims, releases)
    if osv:
        shown = laxer_claims(report.judged, claims) if releases else claims
        now = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        print_osv(shown, timelines, modified or now, ecosystem)
    elif as_json:
        click.echo(affected_to_json(report))
    else:
        print_affected(report)
    return report.exit_code


def answers(
    name: str,
    timelines: dict[str, Timeline],
    claims: Sequence[Claim],
    releases: Sequence[tuple[str, str]],
) -> AffectedReport:
    """Return the report about releases, each with its folder; without one about the newest."""
    labels = labels_of(timelines)
    return AffectedReport(
        registry=name,
        releases=tuple(labels),
        judged=tuple(
            judged_release(label, claims, timelines, labels, folder)
            for label, folder in releases or [(labels[-1], "")]
        ),
        timelines={}
        if releases
        else {one.id: release_runs(timelines.get(one.id, ())) for one in claims},
    )


def registry_or_bundled(given: Path | None, with_reds: bool) -> tuple[Registry, str]:
    """Load the registry, or the bundled suite where none is found; return it with its name.

    Raises RegistryError for mistakes; without reds, those in reds do not count.
    """
    try:
        file = find_registry(given, working_folder())
        name = str(file)
    except UsageError:
        if given is not None:
            raise
        # Unlike a check of claims, an answer about a version is not taken for one about a project.
        file, name = bundled_registry(), f"the {BUNDLED} suite"
    known, mistakes = read_registry(file, allows_outside(), with_reds)
    if known is None:
        raise registry_error(mistakes)
    return known, name


def recorded_timelines(known: Registry) -> dict[str, Timeline]:
    """Return the record of the registered claims; raises MoltverifyError if it has no release."""
    recorded = read_record_file(known.specs)
    timelines = timelines_of(recorded) if recorded else {}
    ids = {claim.id for claim in known.claims}
    timelines = {claim: timeline for claim, timeline in timelines.items() if claim in ids}
    if not any(timelines.values()):
        raise MoltverifyError(
            f"no replay is on record beside {known.file}, so nothing is known of any version",
            f"moltverify conform --record makes the record; --registry {BUNDLED} names another",
        )
    return timelines


def is_release(selector: str, labels: Sequence[str]) -> bool:
    """Tell whether a selector is a release such as house@1.2, and no witness of a claim."""
    name = selector.rpartition("@")[0]
    return bool(name) and name in {label_package(label) for label in labels}


def claims_named(known: Registry, selectors: Sequence[str]) -> list[Claim]:
    """Return the claims that selectors and advisories name, in the registry's order; else all."""
    chosen: set[str] = set()
    for selector in selectors:
        about = claims_about(known, selector)
        chosen |= about or {model.claim for model in select(known, [selector])}
    return [claim for claim in known.claims if claim.id in chosen or not selectors]


def found_packages(installed: bool, path: Path | None, labels: Sequence[str]) -> list[Installed]:
    """Return the packages on disk that are asked for; raises MoltverifyError if there is none."""
    if not installed and path is None:
        return []
    names = tuple(dict.fromkeys(map(label_package, labels)))
    found = (
        packages_at(path, names)
        if path
        else installed_packages(names, working_folder(), os.environ)
    )
    if not found:
        where = str(path) if path else "node_modules here or above, or where npm installs globally"
        raise MoltverifyError(
            f"neither of {', '.join(names)} is in {where}", "--path FOLDER names another place"
        )
    return found


def laxer_claims(judged: Sequence[JudgedRelease], claims: Sequence[Claim]) -> list[Claim]:
    """Return the claims that do not hold in one of the releases."""
    laxer = {one.judgement.claim for release in judged for one in release.of(Answer.LAXER)}
    return [claim for claim in claims if claim.id in laxer]


def print_osv(
    claims: Sequence[Claim], timelines: Mapping[str, Timeline], modified: str, ecosystem: str
) -> None:
    """Print an OSV record for each claim that is laxer in some release, a line each."""
    from msgspec import json  # noqa: PLC0415 - only here

    for claim in claims:
        record = osv_record(claim, timelines.get(claim.id, ()), modified, ecosystem)
        if record:
            click.echo(json.encode(record))


def print_affected(report: AffectedReport) -> None:
    """Print the answers as text."""
    for line in styled_lines(report):
        click.echo(line)


def styled_lines(report: AffectedReport) -> Iterator[str]:
    """Yield the lines with their leads in colour and in one column."""
    for lead, colour, rest in affected_lines(report):
        if colour:
            yield click.style(f"{lead:<{LEAD}}", fg=colour) + inert_line(rest)
        else:
            yield click.style(inert_line(lead), bold=True) + inert_line(rest)
