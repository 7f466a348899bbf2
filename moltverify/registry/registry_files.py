"""A registry with the files of its models, each of which is read once."""

from functools import cached_property

from moltverify.registry.digest import registry_digest
from moltverify.registry.records import Registry
from moltverify.tla.dependencies import DependencyReader


class RegistryFiles:
    """What one invocation knows of a registry's files: their bytes, and one digest of them all."""

    def __init__(self, registry: Registry) -> None:
        self.registry = registry
        self.reader = DependencyReader()

    @cached_property
    def digest(self) -> str:
        """The digest of everything registered; it reads the files of all models."""
        return registry_digest(self.registry, self.reader)
