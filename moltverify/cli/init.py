"""`moltverify init`: a first registry, a pair of models that runs, a commit hook and a workflow."""

import shlex
from pathlib import Path

import click

from moltverify import __version__
from moltverify.errors import StoreError, UsageError

STARTER = Path(__file__).parents[1] / "starter"
# Where each file of the starter goes; hooks and workflows have their names from their readers.
PLACES = {
    "specs/registry.yaml": "specs/registry.yaml",
    "specs/ResetLink.tla": "specs/ResetLink.tla",
    "specs/ResetLink.cfg": "specs/ResetLink.cfg",
    "specs/ResetLink_Reusable.tla": "specs/ResetLink_Reusable.tla",
    "specs/ResetLink_Reusable.cfg": "specs/ResetLink_Reusable.cfg",
    "pre-commit-config.yaml": ".pre-commit-config.yaml",
    "models.yml": ".github/workflows/models.yml",
}
NEXT = """
Next:
  {enter}moltverify run           check the example: the green model holds, the red one breaks
  moltverify docs          write pages about the claims, in docs/claims
  pre-commit install       check the models that a commit touches
Then put your own claim in the place of the example: specs/registry.yaml, and the modules beside it.
"""


@click.command("init", short_help="Write a first registry with an example.")
@click.argument(
    "folder", default=".", metavar="[FOLDER]", type=click.Path(path_type=Path, file_okay=False)
)
def command(folder: Path) -> None:
    """Write a first registry with an example, a commit hook and a workflow to FOLDER.

    Nothing is overwritten: if any of the files exists, none is written.
    """
    require_room(folder)
    for source, target in PLACES.items():
        write_new(folder / target, starter_text(source))
        click.echo(f"wrote {folder / target}")
    click.echo(
        NEXT.format(enter="" if folder == Path() else f"cd {shlex.quote(str(folder))}\n  "),
        nl=False,
    )


def require_room(folder: Path) -> None:
    """Raise UsageError, which lists them, if any of the files is there already."""
    there = [folder / target for target in PLACES.values() if is_there(folder / target)]
    if there:
        raise UsageError(
            "nothing was written, because there is already\n" + "\n".join(f"  {f}" for f in there),
            "write to a new folder, and take from it what you need: moltverify init FOLDER",
        )


def is_there(file: Path) -> bool:
    """Tell whether a name is taken, by a link that leads nowhere too."""
    return file.exists() or file.is_symlink()


def starter_text(name: str) -> str:
    """Return a file of the starter; a workflow installs the version that wrote it."""
    text = (STARTER / name).read_text(encoding="utf-8")
    return text.replace("moltverify==VERSION", f"moltverify=={__version__}")


def write_new(file: Path, text: str) -> None:
    """Write a file that must not exist; raises StoreError if it cannot be written."""
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with file.open("x", encoding="utf-8") as content:
            content.write(text)
    except OSError as error:
        raise StoreError(
            f"cannot write {file}: {error.strerror or error}", "name a folder that can be written"
        ) from error
