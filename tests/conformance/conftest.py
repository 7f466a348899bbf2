"""A real release from npm, fetched once for all tests, and the registry's own models."""

from collections.abc import Callable
from pathlib import Path
from threading import Event

import pytest
from msgspec.structs import replace

from moltverify.conformance.adapter_needs import set_needs
from moltverify.conformance.model_vectors import Explorer
from moltverify.conformance.protocol import PlantedBug
from moltverify.conformance.records import Conformance
from moltverify.conformance.registry import load_conformance
from moltverify.conformance.replay_task import ReplaySettings
from moltverify.conformance.results import ReplayFinding
from moltverify.conformance.suite import conform
from moltverify.registry.load import load_registry
from moltverify.registry.records import Model, Registry
from moltverify.releases.npm import UnobtainableError
from moltverify.releases.package_lock import read_package_lock
from moltverify.releases.release_folders import ReleaseStore
from moltverify.running.toolchain import Toolchain

SPECS = Path(__file__).parents[2] / "specs"
VERSION = "2026.1.29"
Replayed = Callable[..., ReplayFinding]


@pytest.fixture(scope="session")
def page() -> str:
    """The page about conformance."""
    return (SPECS.parent / "docs" / "conformance.md").read_text(encoding="utf-8")


@pytest.fixture(scope="session")
def registry() -> Registry:
    return load_registry(SPECS / "registry.yaml")


@pytest.fixture(scope="session")
def conformance(registry: Registry) -> Conformance:
    return load_conformance(registry)


@pytest.fixture(scope="session")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that all test processes of this session share."""
    return tmp_path_factory.getbasetemp().parent / "moltverify-conformance"


@pytest.fixture(scope="session")
def cache(shared: Path, conformance: Conformance) -> Path:
    """A cache with the release, which all test processes share, for it is large."""
    folder = shared / "cache"
    package = next(one for one in conformance.packages if one.version == VERSION)
    try:
        store_of(conformance, folder).release(package)
    except UnobtainableError as error:
        pytest.skip(f"{package.label} cannot be had: {error}")
    return folder


def store_of(conformance: Conformance, cache: Path) -> ReleaseStore:
    """Return a store that keeps of a release what the adapters of all claims need."""
    store = ReleaseStore(cache=cache, lock=read_package_lock(conformance.dependencies))
    set_needs(store, conformance)
    return store


@pytest.fixture(scope="session")
def replayed(
    registry: Registry,
    conformance: Conformance,
    cache: Path,
    shared: Path,
    toolchain: Toolchain,
) -> Replayed:
    """Replays one model against the release, with fewer constants or a mutant if asked to."""

    def run(
        model: Model | str,
        mutant: PlantedBug | None = None,
        **constants: str,
    ) -> ReplayFinding:
        if isinstance(model, str):
            model = next(one for one in registry.models if one.id == model)
        (described,) = (one for one in conformance.counterparts if one.claim == model.claim)
        smaller = replace(described, constants=(*described.constants, *constants.items()))
        settings = ReplaySettings(
            conformance=replace(conformance, counterparts=(smaller,)),
            explorer=Explorer(toolchain=toolchain, cache=shared, stop=Event()),
            store=store_of(conformance, cache),
            jobs=1,
            stop=Event(),
            mutant=mutant,
        )
        packages = [one for one in conformance.packages if one.version == VERSION]
        (finding,) = conform([model], packages, settings, lambda _: None)
        return finding

    return run
