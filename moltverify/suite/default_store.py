"""Where runs of a registry are recorded unless the user names another folder."""

from pathlib import Path

from moltverify.registry.records import Registry
from moltverify.store.runs import FOLDER, Store


def default_store(registry: Registry) -> Store:
    """Return the store beside the specs, or here if the specs are the package's own."""
    home = registry.specs.resolve().parent
    installed = home == Path(__file__).parents[1]
    return Store((Path.cwd() if installed else home) / FOLDER)
