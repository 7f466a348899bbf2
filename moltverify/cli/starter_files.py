"""The files that `init` and `adopt` write: the starter's, with the version that writes them."""

import json
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

import msgspec

from moltverify import __version__

STARTER = Path(__file__).parents[1] / "starter"


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
