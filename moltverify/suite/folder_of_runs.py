"""Where runs of a registry are recorded unless the user names another folder."""

from pathlib import Path

from moltverify.registry.repository_root import repository_of
from moltverify.store.runs import FOLDER


def folder_of_runs(specs: Path) -> Path:
    """Return the folder beside the specs, or here if the specs are the package's own.

    Where the registry lies at the top of a project, it is in the same folder.
    """
    specs = specs.resolve()
    home = specs.parent
    # The bundled suite lies in the package, whose folder is often not writable.
    if home == Path(__file__).parents[1]:
        return Path.cwd() / FOLDER
    # Without a repository only the usual name shows that the project is the folder above.
    is_top = specs.name != "specs" and repository_of(specs) == specs
    return (specs if is_top else home) / FOLDER
