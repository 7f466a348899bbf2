"""The registry of a watch: what a change of files comes to."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from moltverify.errors import MoltverifyError, RegistryError
from moltverify.watching.file_watcher import FileWatcher
from moltverify.watching.watch_request import WatchRequest
from moltverify.watching.watched_models import real_places
from moltverify.watching.watched_registry import Touched, WatchedRegistry
from tests.conftest import edit

ALL = ("door", "door@let-in", "door:unlocked")


@pytest.fixture
def watched(project: Path) -> Iterator[WatchedRegistry]:
    watcher = FileWatcher(lambda _: None)
    request = WatchRequest(file=project / "specs" / "registry.yaml")
    yield WatchedRegistry(request, watcher)
    watcher.close()


def changed(*files: Path) -> set[Path]:
    return set(real_places(files))


def test_at_first_every_model_is_touched_and_then_none(watched: WatchedRegistry) -> None:
    assert watched.load() == Touched(ALL, frozenset(ALL), loaded=True)
    # The system says so when it begins to listen.
    assert watched.after(set(), anything=True) == Touched(ALL, frozenset(), loaded=True)
    assert watched.after(set(), anything=False) == Touched()


def test_after_a_refusal_every_model_is_touched(watched: WatchedRegistry, project: Path) -> None:
    registry = project / "specs" / "registry.yaml"
    watched.load()
    edit(registry, "distinct: 6", "distinkt: 6")
    with pytest.raises(RegistryError, match="unknown key"):
        watched.after(changed(registry), anything=False)
    edit(registry, "distinkt: 6", "distinct: 6")
    assert watched.after(changed(registry), anything=False).models == set(ALL)


def test_a_registry_that_is_removed_is_awaited(watched: WatchedRegistry, project: Path) -> None:
    registry = project / "specs" / "registry.yaml"
    watched.load()
    registry.rename(project / "aside")
    with pytest.raises(MoltverifyError):
        watched.after(changed(registry), anything=False)
    (project / "aside").rename(registry)
    assert watched.after(changed(registry), anything=False).models == set(ALL)


def test_a_module_that_vanishes_is_a_mistake_with_a_place(
    watched: WatchedRegistry, project: Path
) -> None:
    module = project / "specs" / "Door_Unlocked.tla"
    watched.load()
    module.unlink()
    with pytest.raises(RegistryError, match=r"registry\.yaml:\d+:\d+: .*Door_Unlocked\.tla"):
        watched.after(changed(module), anything=False)


def test_a_group_s_file_with_a_mistake_is_watched_too(
    watched: WatchedRegistry, project: Path
) -> None:
    groups = project / "specs" / "house" / "claims.yaml"
    groups.parent.mkdir()
    groups.write_text("claims: [{id: 7 7}]\n")
    registry = project / "specs" / "registry.yaml"
    edit(registry, "house: The house", "house: {title: The house, claims: house/claims.yaml}")
    with pytest.raises(RegistryError):
        watched.load()
    assert groups.parent.resolve() in watched.watcher.identities


def test_a_config_that_others_are_made_of_is_read_again(
    watched: WatchedRegistry, project: Path
) -> None:
    config, registry = project / "specs" / "Door.cfg", project / "specs" / "registry.yaml"
    entry = "module: Door_Unlocked.tla"
    edit(registry, entry, f"{entry}\n        replaces: {{MayOpen: MayOpenAnybody}}")
    watched.load()
    edit(config, "INVARIANTS TypeOK OnlyWithKey", "INVARIANTS OnlyWithKey TypeOK")
    touched = watched.after(changed(config), anything=False)
    assert touched == Touched(ALL, frozenset(ALL), loaded=True)
