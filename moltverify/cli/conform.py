"""`moltverify conform`: replay the models against releases of the implementation."""

import os
import sys
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import click

from moltverify.cli.conform_output import (
    ReplayOutput,
    compared_result,
    print_replays,
    write_findings,
)
from moltverify.cli.conform_releases import (
    all_releases,
    chosen_releases,
    named_releases,
    refresh_list,
    registered_releases,
)
from moltverify.cli.options import (
    complete_selector,
    jar_option,
    open_registry,
    open_store,
    registry_option,
    store_option,
)
from moltverify.cli.signals import stop_on_signal
from moltverify.conformance.model_vectors import Explorer
from moltverify.conformance.planted_bugs import read_planted_bugs
from moltverify.conformance.proof import proof_code, proofs
from moltverify.conformance.records import Conformance
from moltverify.conformance.registry import load_conformance
from moltverify.conformance.replay_events import ReplayEvent
from moltverify.conformance.replay_task import ReplaySettings
from moltverify.conformance.suite import bisected, conform, count_replays
from moltverify.errors import UsageError
from moltverify.registry.records import Model, Registry, Role
from moltverify.registry.registry_files import RegistryFiles
from moltverify.registry.select import select
from moltverify.releases.package import Package
from moltverify.releases.package_lock import read_package_lock
from moltverify.releases.release_folders import ReleaseStore
from moltverify.report.terminal.conformance_text import print_ranges
from moltverify.report.terminal.proof_text import print_proofs
from moltverify.report.terminal.replay_progress import ReplayProgressLine
from moltverify.report.terminal.terminal import make_console
from moltverify.running.capacity import default_jobs
from moltverify.store.cache_folder import cache_folder
from moltverify.suite.soundness import checked_toolchain

EPILOG = """\b
Examples:
  moltverify conform                            every claim, every release
  moltverify conform reset-link: --version 1.2  one claim, one release
  moltverify conform reset-link:reusable        does the code have a red's bug?
  moltverify conform house@latest            a release of the index
  moltverify conform --all --record             every published release
  moltverify conform --prove                    would the replays see a bug?
\b
Exit codes: 0 nothing new that is laxer than its model; 1 new laxer drift, or the
code has the fault of a red; 2 usage or registry; 3 something was not run or
could not be loaded, or cannot be told of a red; 130 interrupted. Known drifts
that do not occur, and differences from the recorded file, are printed and
change no exit code.
"""


def refuse_engine(
    ctx: click.Context,  # noqa: ARG001 - click's signature
    param: click.Parameter,  # noqa: ARG001
    value: str | None,
) -> None:
    """Raise UsageError for an engine, which people may look for here too."""
    if value is not None:
        raise UsageError(
            "a replay runs packages of Node on this machine, whose folders no Dask worker has",
            "leave --engine out; run, audit and sweep have it",
        )


@click.command("conform", short_help="Replay the models against releases.", epilog=EPILOG)
@click.argument("selectors", nargs=-1, metavar="[SELECTOR]...", shell_complete=complete_selector)
@click.option("--version", "versions", multiple=True, help="Only this release; may be repeated.")
@click.option("--jobs", "-j", type=click.IntRange(1), help="Models at a time.  [default: cores]")
@click.option(
    "--engine", hidden=True, expose_value=False, callback=refuse_engine, help="Not for replays."
)
@click.option("--json", "as_json", is_flag=True, help="Print the result as JSON instead.")
@click.option("--record", is_flag=True, help="Write what is found beside the registry, for docs.")
@click.option(
    "--news",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Write what is newly laxer, compared with the record, as a Markdown list.",
)
@click.option("--all", "every", is_flag=True, help="Replay all published releases.")
@click.option("--prereleases", is_flag=True, help="With --all, betas too.")
@click.option("--bisect", is_flag=True, help="Find the releases between which results change.")
@click.option("--prove", is_flag=True, help="Plant bugs, and tell whether the replays see them.")
@click.option(
    "--archives",
    type=click.Path(path_type=Path, file_okay=False, exists=True),
    help="A folder with NAME-VERSION.tgz files, taken instead of the index's.",
)
@jar_option
@registry_option
@store_option
def command(  # noqa: PLR0913 - an argument per option of the command line
    selectors: tuple[str, ...],
    versions: tuple[str, ...],
    jobs: int | None,
    as_json: bool,
    record: bool,
    news: Path | None,
    every: bool,
    prereleases: bool,
    bisect: bool,
    prove: bool,
    archives: Path | None,
    tla2tools: Path | None,
    registry: Path | None,
    store: Path | None,
) -> int:
    """Replay claims' models against releases.

    SELECTOR names claims, or a release such as house@latest. Without one, all claims are
    replayed against all registered releases.
    """
    known = open_registry(registry)
    conformance = load_conformance(known)
    chosen, named = named_releases(selectors, conformance, known.specs)
    models = chosen_models(known, chosen)
    if every or bisect:
        refresh_list(conformance, prereleases, known.specs)
    packages = named or chosen_packages(conformance, versions, every or bisect, prereleases)
    toolchain = checked_toolchain(models, RegistryFiles(known), tla2tools, use_notes=True)
    output = ReplayOutput(known, open_store(store, known).root, as_json, record, news)
    with stop_on_signal() as stop:
        caches = cache_folder(os.environ)
        settings = ReplaySettings(
            conformance=conformance,
            explorer=Explorer(toolchain=toolchain, cache=caches, stop=stop),
            store=ReleaseStore(
                cache=caches,
                lock=read_package_lock(conformance.dependencies),
                archives=archives,
                stop=stop,
            ),
            # Each model is explored by one thread of TLC's.
            jobs=jobs or default_jobs([model.job.options for model in models], 1),
            stop=stop,
            greens={claim.id: claim.green for claim in known.claims if claim.green},
        )
        code = (
            prove_replays(models, settings, as_json)
            if prove
            else replay_releases(models, packages, settings, output, bisect)
        )
    return 128 + stop.signal if stop.signal else code


def prove_replays(models: Sequence[Model], settings: ReplaySettings, as_json: bool) -> int:
    """Plant the bugs that are registered, print which the replays see, return the exit code."""
    bugs = read_planted_bugs(settings.conformance.planted)
    found = list(proofs(models, settings, bugs, ignore))
    print_proofs(make_console(sys.stdout, None, os.environ), found, as_json)
    return proof_code(found)


def replay_releases(
    models: Sequence[Model],
    packages: Sequence[Package],
    settings: ReplaySettings,
    output: ReplayOutput,
    bisect: bool,
) -> int:
    """Replay models on releases, write and print what is found, return the exit code."""
    began, started = time.monotonic(), datetime.now(UTC)
    total = count_replays(models, packages, settings.conformance)
    with ReplayProgressLine(make_console(sys.stderr, None, os.environ), total) as progress:
        replays = bisected if bisect else conform
        findings = replays(models, packages, settings, progress)
    write_findings(output, findings, started, settings)
    result = compared_result(output.registry, findings, started, time.monotonic() - began)
    print_replays(result, output.as_json)
    if bisect and not output.as_json:
        print_ranges(make_console(sys.stdout, None, os.environ), findings)
    return result.exit_code


def ignore(_: ReplayEvent) -> None:
    """Take an event of a replay, and do nothing."""


def chosen_models(registry: Registry, selectors: Sequence[str]) -> list[Model]:
    """Return the greens that the selectors choose, and reds that they name one by one."""
    # A red has a bug on purpose: only its own name asks whether the code has the same bug.
    named = set(selectors)
    return [
        model
        for model in select(registry, selectors)
        if model.role is Role.GREEN or (model.role is Role.RED and model.id in named)
    ]


def chosen_packages(
    conformance: Conformance, versions: Sequence[str], every: bool, prereleases: bool
) -> list[Package]:
    """Return the releases to replay: all published ones, those with a version, or registered."""
    if every:
        return chosen_releases(all_releases(conformance, prereleases), versions)
    if versions:
        return chosen_releases(all_releases(conformance), versions)
    return registered_releases(conformance)
