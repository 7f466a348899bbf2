"""The hook and the workflow that run adopted models, added to what a repository has already."""

from pathlib import Path
from typing import Any

from msgspec import Struct

from moltverify.adoption.registry_growth import with_items
from moltverify.errors import RegistryError
from moltverify.file_access import is_file
from moltverify.registry.pin_edit import loaded, plain

HOOKS = ".pre-commit-config.yaml"
WORKFLOW = ".github/workflows/models.yml"


class FileChange(Struct, frozen=True):
    """A file's text before and after; a new file has no text before."""

    file: Path
    old: str
    new: str


def hook_change(root: Path, starter: str, registry: str, tier: str = "") -> FileChange:
    """Return the hooks' config with the hooks of the starter.

    `registry` and `tier` are options of their commands, or empty. Raises RegistryError for a config
    that cannot be extended.
    """
    file = root / HOOKS
    wanted = with_command_options(starter, registry, tier)
    if not is_file(file):
        return FileChange(file, "", wanted)
    try:
        old = file.read_bytes().decode("utf-8")
        return FileChange(file, old, with_hooks(old, wanted))
    except (OSError, UnicodeDecodeError, RegistryError) as error:
        raise RegistryError(
            f"{file} cannot be extended: {error}", "correct it, or add moltverify's hooks by hand"
        ) from error


def with_hooks(old: str, wanted: str) -> str:
    """Return the text of a hooks' config with the hooks of another one; unchanged if it has one."""
    data = plain(loaded(old))
    repositories = data.get("repos") if isinstance(data, dict) else None
    hooks = [hook for one in entries(repositories) for hook in entries(one.get("hooks"))]
    # Whoever has the hook may have changed it.
    if any("moltverify" in str(hook.get("id")) for hook in hooks):
        return old
    block = wanted.partition("repos:\n")[2].rstrip("\n").split("\n")
    return with_items(old, "repos", [[line[2:] for line in block]])


def entries(node: Any) -> list[dict[str, Any]]:
    """Return the dicts of a list; pre-commit itself says what is wrong with any other node."""
    return [one for one in node if isinstance(one, dict)] if isinstance(node, list) else []


def workflow_change(root: Path, starter: str, registry: str, tier: str = "") -> FileChange:
    """Return the workflow, its options as for `hook_change`; one that is there stays."""
    file = root / WORKFLOW
    old = file.read_bytes().decode("utf-8") if is_file(file) else ""
    return FileChange(file, old, old or with_command_options(starter, registry, tier))


def with_command_options(text: str, registry: str, tier: str) -> str:
    """Return a text whose commands name the registry, and those that run models a tier."""
    options = {"moltverify run": (registry, tier), "moltverify check-registry": (registry,)}
    for command, words in options.items():
        text = text.replace(command, " ".join([command, *filter(None, words)]))
    return text
