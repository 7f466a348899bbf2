"""`moltverify adopt`: a registry for models that are there already."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path

import click
from msgspec import structs
from rich.console import Console

from moltverify.adoption.adopt import Adoption, AdoptionTools, adopted
from moltverify.adoption.first_runs import models_for_newer_jar
from moltverify.adoption.jar_choice import newest_jar
from moltverify.adoption.pairing import with_answers
from moltverify.adoption.plan import AdoptionPlan, LeftOut
from moltverify.adoption.records import PairedModel, SkippedFile, UnpairedConfig
from moltverify.adoption.registry_changes import registry_changes
from moltverify.adoption.survey import Survey, left_modules, survey_of
from moltverify.adoption.targets import RegistryTarget, registry_target
from moltverify.cli.adopted_files import (
    carry_out_changes,
    jar_argument,
    next_command,
    other_changes,
)
from moltverify.cli.options import registry_option, single_thread_options, working_folder
from moltverify.cli.signals import stop_on_signal
from moltverify.errors import ExitCode, StoppedError, UsageError
from moltverify.registry.suite_jar import chosen_jar
from moltverify.report.story.escaping import inert_line
from moltverify.report.terminal.adoption_text import (
    path_from,
    print_adoption,
    print_found,
    print_pairs,
    print_plan_sum,
    print_skipped,
)
from moltverify.report.terminal.progress import ProgressLine
from moltverify.report.terminal.terminal import make_console, progress_console
from moltverify.running.jar_contents import tlc_version
from moltverify.running.toolchain import Toolchain, find_toolchain
from moltverify.suite.run_options import RunOptions

EPILOG = """\b
Examples:
  moltverify adopt                     the models below this folder
  moltverify adopt tla --timeout 5m    those of one folder, five minutes each
  moltverify adopt --dry-run           show the registry, and write nothing
\b
Exit codes: 0 the registry was written, or nothing is new; 2 usage, or a registry
with mistakes; 3 nothing could be run.
"""


@click.command("adopt", short_help="Write a registry for models that you have.", epilog=EPILOG)
@click.argument("folders", nargs=-1, metavar="[FOLDER]...", type=click.Path(path_type=Path))
@click.option("--yes", "-y", is_flag=True, help="Ask nothing: take the likeliest module.")
@click.option("--dry-run", is_flag=True, help="Run the models, show all changes, write nothing.")
@click.option("--hook", is_flag=True, help="Add a hook to .pre-commit-config.yaml too.")
@click.option("--workflow", is_flag=True, help="Write .github/workflows/models.yml too.")
@click.option("--no-deadlock", is_flag=True, help="Take a state without a next step for an end.")
@click.option(
    "--tla2tools",
    "jars",
    multiple=True,
    type=click.Path(path_type=Path),
    help="The tla2tools.jar to use; of several, the newest.  [default: as `run`]",
)
@single_thread_options
@registry_option
def command(  # noqa: PLR0913 - an argument per option of the command line
    folders: tuple[Path, ...],
    yes: bool,
    dry_run: bool,
    hook: bool,
    workflow: bool,
    no_deadlock: bool,
    options: RunOptions,
    jars: tuple[Path, ...],
    registry: Path | None,
) -> int:
    """Find modules and configs, run each model once, and write a registry.

    What holds becomes a green model with its number of states, what breaks a red one
    beside the green that it differs from least. Modules and configs are only read.
    """
    here = working_folder()
    console = make_console(sys.stdout, None, os.environ)
    survey = survey_of([here / folder for folder in folders] or [here], here)
    models, skipped = paired_models(survey, asks=not yes and sys.stdin.isatty(), here=here)
    if not models:
        print_skipped(console, skipped, here)
        raise UsageError("no model was found", "a model is a module with a config: X.tla, X.cfg")
    target = registry_target(registry, here, models)
    known = target.configs
    new = [
        structs.replace(one, may_end=no_deadlock)
        for one in models
        if one.config.resolve() not in known
    ]
    print_found(console, models, len(survey.found.modules))
    print_skipped(console, [*skipped, *left_modules(survey, models)], here)
    # Before any model runs, because a hooks' config that cannot be extended ends this.
    changes = other_changes(target, AdoptionPlan(()), hook, workflow, here)
    if new:
        given = newest_jar([here / jar for jar in jars])
        toolchain = toolchain_of(target, given, len(jars))
        adoption = run_models(console, new, survey, target, toolchain, options, here)
        print_adoption(console, adoption, here)
        print_plan_sum(console, adoption.plan)
        timeout = options.timeout or DEFAULT_TIMEOUT
        changes = [
            *registry_changes(target, adoption.plan, timeout, toolchain.jar if given else None),
            *other_changes(target, adoption.plan, hook, workflow, here),
        ]
    else:
        console.print(f"\nnothing is new: {path_from(target.file, here)} has all of them")
    carry_out_changes(changes, dry_run, here)
    if dry_run:
        click.echo("\nnothing was written")
    elif new:
        click.echo(
            f"Next: {next_command(target, adoption.plan, here, jar_argument(changes[0], given))}"
        )
    return ExitCode.OK


def toolchain_of(target: RegistryTarget, given: Path | None, named: int) -> Toolchain:
    """Return what runs the models, as `run` will; say which of several jars was taken."""
    known = target.registry
    jar = chosen_jar(known, given) if known else given
    toolchain = find_toolchain(jar, os.environ)
    if named > 1:
        release = toolchain.jar.known_as or tlc_version(toolchain.jar.path) or "unknown release"
        click.echo(f"the newest of {named} jars: {inert_line(str(given))} ({release})")
    return toolchain


DEFAULT_TIMEOUT = 60.0  # seconds, as `defaults` of a registry has it


def paired_models(
    survey: Survey, asks: bool, here: Path
) -> tuple[list[PairedModel], list[SkippedFile]]:
    """Return the models, after questions about configs without a module, and what is skipped."""
    answers = {
        one.config: asked(one, here) if asks else best_candidate(one)
        for one in survey.pairing.unpaired
    }
    how = "your answer" if asks else "a guess, the first of several that fit"
    more = with_answers(survey.pairer, survey.pairing.unpaired, answers, how)
    models = sorted((*survey.pairing.models, *more.models), key=lambda one: one.config)
    return models, [*survey.skipped, *more.skipped]


def best_candidate(one: UnpairedConfig) -> Path | None:
    """Return the likeliest module of a config, or None."""
    return one.candidates[0] if one.candidates else None


def asked(one: UnpairedConfig, here: Path) -> Path | None:
    """Ask which module a config belongs to; None for none of them."""
    if not one.candidates:
        return None
    click.echo(f"{inert_line(path_from(one.config, here))}: {one.reason}")
    for number, module in enumerate(one.candidates, 1):
        click.echo(f"  {number}  {inert_line(path_from(module, here))}")
    numbers = click.IntRange(0, len(one.candidates))
    chosen = click.prompt("its module, or 0 to leave it out", default=1, type=numbers)
    return one.candidates[chosen - 1] if chosen else None


def run_models(  # noqa: PLR0913 - the models, where they come from and go, and what runs them
    console: Console,
    models: Sequence[PairedModel],
    survey: Survey,
    target: RegistryTarget,
    toolchain: Toolchain,
    options: RunOptions,
    here: Path,
) -> Adoption:
    """Run the models once; raises StoppedError if a signal ends that."""
    newer = models_for_newer_jar(models, toolchain.jar, survey.found.jars)
    pairs = [(path_from(one.file, here), one.reason) for one in newer]
    name = toolchain.jar.known_as or str(toolchain.jar.path)
    print_pairs(console, f"not for {name}", pairs, "unsure")
    wrong = {one.file for one in newer}
    tried = [one for one in models if one.config not in wrong]
    left = [LeftOut(one.file, one.reason) for one in newer]
    modules = survey.pairer.modules
    shown = progress_console(console, sys.stderr, os.environ)
    with stop_on_signal() as stop, ProgressLine(shown, len(tried)) as progress:
        tools = AdoptionTools(
            toolchain=toolchain,
            options=structs.replace(options, timeout=options.timeout or DEFAULT_TIMEOUT),
            stop=stop,
            listen=progress,
        )
        adoption = adopted(tried, modules, target, tools, left)
    if stop.signal:
        # Of a part of the models nothing is written.
        raise StoppedError(stop.signal)
    return adoption
