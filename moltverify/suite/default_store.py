"""Where runs of a registry are recorded unless the user names another folder."""

from pathlib import Path

from moltverify.registry.records import Registry
from moltverify.store.runs import FOLDER
from moltverify.suite.recorded_runs import RecordedRuns


def default_store(registry: Registry) -> RecordedRuns:
    """Return the store beside the specs, or here if the specs are the package's own."""
    home = registry.specs.resolve().parent
    # The bundled suite lies in the package, whose folder is often not writable.
    installed = home == Path(__file__).parents[1]
    return RecordedRuns((Path.cwd() if installed else home) / FOLDER)
