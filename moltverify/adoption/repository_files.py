"""The hook and the workflow that run adopted models, added to what a repository has already."""

from pathlib import Path

from msgspec import Struct

from moltverify.adoption.registry_growth import with_items
from moltverify.file_access import is_file
from moltverify.registry.pin_edit import loaded, plain

HOOKS = ".pre-commit-config.yaml"
WORKFLOW = ".github/workflows/models.yml"


class FileChange(Struct, frozen=True):
    """A file's text before and after; a new file has no text before."""

    file: Path
    old: str
    new: str


def hook_change(root: Path, starter: str, registry: str) -> FileChange:
    """Return the hooks' config with the hooks of the starter; `registry` is an option or empty.

    Raises RegistryError for a config that cannot be extended.
    """
    file = root / HOOKS
    wanted = naming_registry(starter, registry)
    if not is_file(file):
        return FileChange(file, "", wanted)
    old = file.read_bytes().decode("utf-8")
    data = plain(loaded(old))
    repositories = data.get("repos") if isinstance(data, dict) else None
    hooks = [hook for one in repositories or () for hook in one.get("hooks") or ()]
    # Whoever has the hook may have changed it.
    if any("moltverify" in str(hook.get("id")) for hook in hooks):
        return FileChange(file, old, old)
    block = wanted.partition("repos:\n")[2].rstrip("\n").split("\n")
    return FileChange(file, old, with_items(old, "repos", [[line[2:] for line in block]]))


def workflow_change(root: Path, starter: str, registry: str) -> FileChange:
    """Return the workflow; one that is there stays."""
    file = root / WORKFLOW
    old = file.read_bytes().decode("utf-8") if is_file(file) else ""
    return FileChange(file, old, old or naming_registry(starter, registry))


def naming_registry(text: str, registry: str) -> str:
    """Return a text in which the commands name the registry, where they would not find it."""
    if not registry:
        return text
    for command in ("moltverify run", "moltverify check-registry"):
        text = text.replace(command, f"{command} {registry}")
    return text
