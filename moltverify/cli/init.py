"""`moltverify init`: a first registry, a pair of models that runs, a commit hook and a workflow."""

import shlex
import sys
from contextlib import chdir
from pathlib import Path

import click

from moltverify import __version__
from moltverify.adoption.discovery import found_files
from moltverify.adoption.repository_files import HOOKS, WORKFLOW, hook_change
from moltverify.adoption.survey import survey_of
from moltverify.cli import adopt
from moltverify.cli.starter_files import installed_from, starter_text
from moltverify.errors import ExitCode, StoreError, UsageError
from moltverify.plural import counted
from moltverify.registry.registry_search import NAME
from moltverify.report.story.escaping import inert_line

SCHEMA = "registry.schema.json"  # what editors check a registry by; the starter's names it
HOOKS_SOURCE = "pre-commit-config.yaml"
# Where each file of the starter goes; hooks and workflows have their names from their readers.
PLACES = {
    "specs/registry.yaml": "specs/registry.yaml",
    f"../schemas/{SCHEMA}": f"specs/{SCHEMA}",
    "specs/ResetLink.tla": "specs/ResetLink.tla",
    "specs/ResetLink.cfg": "specs/ResetLink.cfg",
    "specs/ResetLink_Reusable.tla": "specs/ResetLink_Reusable.tla",
    "specs/ResetLink_Reusable.cfg": "specs/ResetLink_Reusable.cfg",
    HOOKS_SOURCE: HOOKS,
    "models.yml": WORKFLOW,
}
NEXT = """
Next:
  {enter}moltverify run           check the example: the green model holds, the red one breaks
  moltverify docs          write pages about the claims, in docs/claims
  pre-commit install       check the models that a commit touches
Then put your own claim in the place of the example: specs/registry.yaml, and the modules beside it.
"""
UNPUBLISHED = f"""
.github/workflows/models.yml installs moltverify=={__version__} from the package index. This
moltverify was installed from a folder or a file, so the index may not have that version. If it does
not, write an address that pip can install from, such as git+https://..., in the place of it.
"""
SHOWN = 5  # models that are named; of more, the number


@click.command("init", short_help="Write a first registry with an example.")
@click.argument(
    "folder", default=".", metavar="[FOLDER]", type=click.Path(path_type=Path, file_okay=False)
)
@click.option("--example", is_flag=True, help="Write the example beside models that are there.")
@click.pass_context
def command(context: click.Context, folder: Path, example: bool) -> int:
    """Write a first registry with an example, a commit hook and a workflow to FOLDER.

    Nothing is overwritten: if there is a registry or a file of the example, nothing is
    written. A .pre-commit-config.yaml gets the hooks, and a workflow models.yml stays.
    Where models are already, `moltverify adopt` is offered instead.
    """
    require_room(folder)
    models = [] if example else models_below(folder)
    if models:
        return offer_adoption(context, folder, models)
    write_example(folder)
    return ExitCode.OK


def require_room(folder: Path) -> None:
    """Raise UsageError, which lists them, if any file exists that would have to be another."""
    # Commands would find the example before a registry of the folder itself.
    wanted = [*(place for place in PLACES.values() if place not in {HOOKS, WORKFLOW}), NAME]
    there = [folder / place for place in wanted if is_there(folder / place)]
    hooks = folder / HOOKS
    if is_there(hooks) and (hooks.is_symlink() or not hooks.is_file()):
        there.append(hooks)
    if there:
        raise UsageError(
            "nothing was written, because there is already\n" + "\n".join(f"  {f}" for f in there),
            "write to a new folder, and take from it what you need: moltverify init FOLDER",
        )


def is_there(file: Path) -> bool:
    """Tell whether a name is taken, by a link that leads nowhere too."""
    return file.exists() or file.is_symlink()


def models_below(folder: Path) -> list[Path]:
    """Return the configs of the models in a folder and below it, as paths from the folder."""
    # Without a module, the many files that a survey reads say nothing.
    if not folder.is_dir() or not found_files([folder], folder).modules:
        return []
    here = folder.resolve()
    pairing = survey_of([here], here).pairing
    # A `.cfg` that goes with no module is another program's.
    unclear = [one.config for one in pairing.unpaired if one.candidates]
    configs = {*(one.config for one in pairing.models), *unclear}
    return sorted(one.relative_to(here) for one in configs)


def offer_adoption(context: click.Context, folder: Path, models: list[Path]) -> int:
    """Adopt the models if a person at the terminal agrees; raises UsageError without a terminal."""
    more = [f"  and {len(models) - SHOWN:,} more"] if len(models) > SHOWN else []
    names = [f"  {inert_line(str(folder / one))}" for one in models[:SHOWN]]
    found = "\n".join([f"found {counted(len(models), 'model')} in {folder}:", *names, *more])
    enter = "" if folder == Path() else f"cd {shlex.quote(str(folder))} && "
    if not sys.stdin.isatty():
        raise UsageError(
            f"nothing was written, because there are models already\n{found}",
            f"write a registry for them: {enter}moltverify adopt --hook --workflow; or write the"
            " example beside them: moltverify init --example",
        )
    click.echo(found)
    if not click.confirm("Run each once, and write a registry for them?", default=True):
        click.echo("nothing was written; moltverify init --example writes the example")
        return ExitCode.OK
    with chdir(folder), adopt.command.make_context("adopt", [], parent=context) as child:
        code = adopt.command.invoke(child)
    if enter:
        # `adopt` names commands for the folder in which it ran.
        click.echo(f"in {inert_line(str(folder))}")
    assert isinstance(code, int)
    return code


def write_example(folder: Path) -> None:
    """Write the files of the starter, and say what comes next."""
    origin = installed_from()
    # First, because nothing is written if the hooks' config cannot be extended.
    hooks = hook_change(folder, starter_text(HOOKS_SOURCE, origin), "")
    has_workflow = is_there(folder / WORKFLOW)
    for source, place in PLACES.items():
        file = folder / place
        if place == HOOKS and hooks.old:
            done = extend(file, hooks.old, hooks.new)
        elif place == WORKFLOW and has_workflow:
            done = "left as it is, add `moltverify run` if it lacks it:"
        else:
            write_new(file, starter_text(source, origin))
            done = "wrote"
        click.echo(f"{done} {file}")
    enter = "" if folder == Path() else f"cd {shlex.quote(str(folder))}\n  "
    click.echo(NEXT.format(enter=enter), nl=False)
    if origin and not origin.vcs_info and not has_workflow:
        click.echo(UNPUBLISHED, nl=False)


def extend(file: Path, old: str, new: str) -> str:
    """Write a file that exists, unless it has the hooks already, and return what was done."""
    if new == old:
        return "left as it is, it has the hooks:"
    try:
        file.write_bytes(new.encode("utf-8"))
    except OSError as error:
        raise cannot_write(file, error) from error
    return "added the hooks to"


def write_new(file: Path, text: str) -> None:
    """Write a file that must not exist; raises StoreError if it cannot be written."""
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        # "x" overwrites no file that appeared since the check, and follows no link.
        with file.open("x", encoding="utf-8") as content:
            content.write(text)
    except OSError as error:
        raise cannot_write(file, error) from error


def cannot_write(file: Path, error: OSError) -> StoreError:
    """Return the error for a file that cannot be written."""
    reason = error.strerror or error
    return StoreError(f"cannot write {file}: {reason}", "name a folder that can be written")
