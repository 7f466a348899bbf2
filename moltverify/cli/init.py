"""`moltverify init`: a first registry, a pair of models that runs, a commit hook and a workflow."""

import json
import shlex
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

import click
import msgspec

from moltverify import __version__
from moltverify.errors import StoreError, UsageError

STARTER = Path(__file__).parents[1] / "starter"
SCHEMA = "registry.schema.json"  # what editors check a registry by; the starter's names it
# Where each file of the starter goes; hooks and workflows have their names from their readers.
PLACES = {
    "specs/registry.yaml": "specs/registry.yaml",
    f"../schemas/{SCHEMA}": f"specs/{SCHEMA}",
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
UNPUBLISHED = f"""
.github/workflows/models.yml installs moltverify=={__version__} from the package index. This
moltverify was installed from a folder or a file, so the index may not have that version. If it does
not, write an address that pip can install from, such as git+https://..., in the place of it.
"""


class Commit(msgspec.Struct, frozen=True):
    """The commit of a version control system that pip installed from."""

    vcs: str
    commit_id: str


class InstallOrigin(msgspec.Struct, frozen=True):
    """Where pip installed a distribution from, if that was no package index.

    The fields are those of direct_url.json, in the PyPA's "Recording the Direct URL Origin of
    installed distributions".
    """

    url: str
    vcs_info: Commit | None = None


@click.command("init", short_help="Write a first registry with an example.")
@click.argument(
    "folder", default=".", metavar="[FOLDER]", type=click.Path(path_type=Path, file_okay=False)
)
def command(folder: Path) -> None:
    """Write a first registry with an example, a commit hook and a workflow to FOLDER.

    Nothing is overwritten: if any of the files exists, none is written.
    """
    require_room(folder)
    origin = installed_from()
    for source, target in PLACES.items():
        write_new(folder / target, starter_text(source, origin))
        click.echo(f"wrote {folder / target}")
    click.echo(
        NEXT.format(enter="" if folder == Path() else f"cd {shlex.quote(str(folder))}\n  "),
        nl=False,
    )
    if origin and not origin.vcs_info:
        click.echo(UNPUBLISHED, nl=False)


def require_room(folder: Path) -> None:
    """Raise UsageError, which lists them, if any of the files exists."""
    there = [folder / target for target in PLACES.values() if is_there(folder / target)]
    if there:
        raise UsageError(
            "nothing was written, because there is already\n" + "\n".join(f"  {f}" for f in there),
            "write to a new folder, and take from it what you need: moltverify init FOLDER",
        )


def is_there(file: Path) -> bool:
    """Tell whether a name is taken, by a link that leads nowhere too."""
    return file.exists() or file.is_symlink()


def installed_from() -> InstallOrigin | None:
    """Return where this moltverify was installed from; None for a package index."""
    try:
        text = distribution("moltverify").read_text("direct_url.json")
    except PackageNotFoundError:
        # Found by PYTHONPATH or in the current folder, without an installation.
        return InstallOrigin(STARTER.as_uri())
    return msgspec.json.decode(text, type=InstallOrigin) if text else None


def requirement(origin: InstallOrigin | None) -> str:
    """Return what pip must install to get the version that runs now.

    A folder or a file of this machine is out of reach for a workflow, so the requirement is then
    the version alone, as for an index.
    """
    if origin and origin.vcs_info:
        return f"moltverify @ {origin.vcs_info.vcs}+{origin.url}@{origin.vcs_info.commit_id}"
    return f"moltverify=={__version__}"


def starter_text(name: str, origin: InstallOrigin | None) -> str:
    """Return a file of the starter; a workflow installs the version that wrote it."""
    text = (STARTER / name).read_text(encoding="utf-8")
    # JSON's strings are YAML's double-quoted scalars, whatever an address contains.
    return text.replace('"REQUIREMENT"', json.dumps(requirement(origin)))


def write_new(file: Path, text: str) -> None:
    """Write a file that must not exist; raises StoreError if it cannot be written."""
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        # "x" overwrites no file that appeared since the check, and follows no link.
        with file.open("x", encoding="utf-8") as content:
            content.write(text)
    except OSError as error:
        raise StoreError(
            f"cannot write {file}: {error.strerror or error}", "name a folder that can be written"
        ) from error
