"""The recorded runs of a registry, unless the user names another folder."""

from moltverify.registry.records import Registry
from moltverify.suite.folder_of_runs import folder_of_runs
from moltverify.suite.recorded_runs import RecordedRuns


def default_store(registry: Registry) -> RecordedRuns:
    """Return the store of a registry's runs."""
    return RecordedRuns(folder_of_runs(registry.specs))
