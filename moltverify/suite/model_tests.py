"""Checks of single models on demand, in an engine that they share."""

import os
from contextlib import ExitStack, nullcontext
from functools import cached_property
from pathlib import Path
from threading import Event

from moltverify.registry.load import load_registry
from moltverify.registry.records import Model
from moltverify.registry.registry_files import RegistryFiles
from moltverify.registry.suite_jar import chosen_jar
from moltverify.running.engine_selection import LaunchFor, open_engine
from moltverify.running.engines import Engine
from moltverify.running.toolchain import Toolchain, find_toolchain
from moltverify.store.cache_folder import cache_folder
from moltverify.store.private_folders import private_folder
from moltverify.suite import loop
from moltverify.suite.model_size import ModelSizes
from moltverify.suite.results import ModelResult
from moltverify.suite.soundness import checked_with
from moltverify.suite.verdict_cache import VerdictCache


class ModelTests:
    """Checks models as `moltverify run` does, with checked files, warm workers and the cache.

    Runs are not recorded. The engine opens with the first model that is not cached; `close` ends
    it.
    """

    def __init__(self, registry: Path, allow_outside: bool = False) -> None:
        """Load a registry as `load_registry`; raises RegistryError with all its mistakes."""
        self.registry = load_registry(registry, allow_outside)
        self.models = self.registry.models
        self.files = RegistryFiles(self.registry)
        self.sound: set[str] = set()
        self.opened = ExitStack()

    @cached_property
    def launch_for(self) -> LaunchFor:
        """The opened engine; raises ToolchainError if Java or the jar is missing."""
        # Of all models: which of them are cached, or deselected, is not known yet.
        sizes = [ModelSizes().of(model) for model in self.models]
        return self.opened.enter_context(open_engine(Engine.AUTO, sizes, self.toolchain))

    @cached_property
    def toolchain(self) -> Toolchain:
        """Java and the jar; raises ToolchainError or RegistryError if one cannot be used."""
        return find_toolchain(chosen_jar(self.registry, None), os.environ)

    @cached_property
    def folder(self) -> Path:
        """A folder for TLC's output."""
        return Path(self.opened.enter_context(private_folder()))

    def check(self, model: Model) -> ModelResult:
        """Check one model; raises RegistryError and ToolchainError as `checked_toolchain`."""
        # Per claim, so that a mistake in one claim fails only the tests of that claim.
        if model.claim not in self.sound:
            models = self.registry.claim(model.claim).models
            checked_with(models, self.files, lambda: self.toolchain, use_notes=True)
            self.sound.add(model.claim)
        settings = loop.SuiteSettings(
            toolchain=self.toolchain,
            folder=self.folder / "run",
            jobs=1,
            # The loop closes what it opens, and this engine has to last for the other tests.
            engine=lambda _: nullcontext(self.launch_for),
            cache=VerdictCache(cache_folder(os.environ), self.toolchain),
            reader=self.files.reader,
        )
        [result] = loop.check_models([model], settings, Event(), lambda _: None)
        return result

    def close(self) -> None:
        """End the engine and remove the folder; a later check opens both anew."""
        self.opened.close()
        # Another order of tests can come back to this registry after another file's tests.
        for opened in ("launch_for", "folder"):
            self.__dict__.pop(opened, None)
