"""The recorded runs of a registry, unless the user names another folder."""

from moltverify.registry.records import Registry
from moltverify.suite.recorded_runs import RecordedRuns
from moltverify.suite.store_folder import default_folder


def default_store(registry: Registry) -> RecordedRuns:
    """Return the store of a registry's runs."""
    return RecordedRuns(default_folder(registry.specs))
