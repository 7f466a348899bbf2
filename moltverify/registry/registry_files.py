"""A registry with the files of its models, each of which is read once."""

from collections.abc import Iterable
from functools import cached_property

from moltverify.registry.digest import registry_digest
from moltverify.registry.outside_files import require_inside
from moltverify.registry.records import Model, Registry
from moltverify.tla.dependencies import DependencyReader


class RegistryFiles:
    """The registry's files as one invocation sees them: their bytes, and a digest of them all."""

    def __init__(self, registry: Registry, reader: DependencyReader | None = None) -> None:
        self.registry = registry
        # One reader, so that the digest and the keys of verdicts are of the same bytes.
        self.reader = reader or DependencyReader()
        self.inside = set[str]()  # the models whose files may be read

    def require_inside(self, models: Iterable[Model]) -> None:
        """Raise RegistryError as `outside_files.require_inside`, which looks at each model once."""
        unknown = [model for model in models if model.id not in self.inside]
        if unknown:
            require_inside(self.registry, unknown, self.reader)
            self.inside.update(model.id for model in unknown)

    @cached_property
    def digest(self) -> str:
        """The digest of everything registered; it reads the files of all models."""
        return registry_digest(self.registry, self.reader)
