"""A registry with the files of its models, each of which is read once."""

from functools import cached_property

from moltverify.registry.digest import registry_digest
from moltverify.registry.records import Registry
from moltverify.tla.dependencies import DependencyReader


class RegistryFiles:
    """The registry's files as one invocation sees them: their bytes, and a digest of them all."""

    def __init__(self, registry: Registry, reader: DependencyReader | None = None) -> None:
        self.registry = registry
        # One reader, so that the digest and the keys of verdicts are of the same bytes.
        self.reader = reader or DependencyReader()

    @cached_property
    def digest(self) -> str:
        """The digest of everything registered; it reads the files of all models."""
        return registry_digest(self.registry, self.reader)
