"""What a model asks: all that a verdict depends on changes the digest, and nothing else does."""

from collections.abc import Callable
from pathlib import Path

import pytest
from msgspec.structs import replace

from moltverify.registry.expectation import MustHold, MustReach
from moltverify.registry.load import load_registry
from moltverify.registry.records import Model, Role
from moltverify.running.job import TlcOptions
from moltverify.suite.input_digests import InputDigests
from tests import made
from tests.conftest import edit


def digests(project: Path, workers: int | None = None) -> dict[str, str]:
    found = InputDigests(workers)
    registry = load_registry(project / "specs" / "registry.yaml")
    return {model.id: found.of(model) for model in registry.models}


def changed(before: dict[str, str], after: dict[str, str]) -> set[str]:
    return {name for name, digest in before.items() if after[name] != digest}


def test_digests_are_the_same_each_time_and_different_for_each_model(project: Path) -> None:
    assert digests(project) == digests(project)
    assert len(set(digests(project).values())) == 3


def test_a_checkout_elsewhere_has_the_same_digests(project: Path, tmp_path: Path) -> None:
    before = digests(project)
    assert digests(project.rename(tmp_path / "elsewhere")) == before


@pytest.mark.parametrize(
    ("file", "old", "new", "touched"),
    [
        ("Door.tla", "A door,", "A gate,", {"door", "door@let-in", "door:unlocked"}),
        ("Door_Unlocked.tla", "everybody", "all", {"door:unlocked"}),
        ("Door.cfg", "CONSTANTS", "CONSTANT", {"door", "door@let-in"}),
        ("Door_Unlocked.cfg", "CONSTANTS", "CONSTANT", {"door:unlocked"}),
        ("registry.yaml", "distinct: 6", "distinct: 7", {"door"}),
        ("registry.yaml", "state: OwnerInside", "state: TypeOK", {"door@let-in"}),
        ("registry.yaml", "length: 3", "length: 4", {"door:unlocked"}),
        ("registry.yaml", "fault: The", "fault: A", {"door:unlocked"}),
        ("registry.yaml", "60s}", "60s, heap: 2g}", {"door", "door@let-in", "door:unlocked"}),
        ("registry.yaml", "60s}", "60s, workers: 2}", {"door", "door@let-in", "door:unlocked"}),
        ("registry.yaml", "60s}", "61s}", set()),
        ("registry.yaml", "goes in", "walks in", set()),
    ],
)
def test_a_change_gives_new_digests_to_the_models_that_it_touches(
    project: Path, file: str, old: str, new: str, touched: set[str]
) -> None:
    before = digests(project)
    edit(project / "specs" / file, old, new)
    assert changed(before, digests(project)) == touched


def test_a_module_that_no_model_uses_gives_no_new_digest(project: Path) -> None:
    before = digests(project)
    (project / "specs" / "Garden.tla").write_text("---- MODULE Garden ----\n====\n")
    assert digests(project) == before


def test_other_workers_give_new_digests(project: Path) -> None:
    everything = {"door", "door@let-in", "door:unlocked"}
    assert changed(digests(project), digests(project, workers=2)) == everything


def test_workers_of_the_machine_give_the_same_digests_on_each(project: Path) -> None:
    edit(project / "specs" / "registry.yaml", "60s}", "60s, workers: auto}")
    found = digests(project)
    assert found == digests(project, workers=2) == digests(project, workers=64)


def test_one_thread_has_digests_of_its_own_where_the_machine_says_how_many(
    project: Path,
) -> None:
    everything = {"door", "door@let-in", "door:unlocked"}
    stated = digests(project, workers=2)
    edit(project / "specs" / "registry.yaml", "60s}", "60s, workers: auto}")
    assert changed(digests(project), digests(project, workers=1)) == everything
    assert changed(digests(project), stated) == everything


@pytest.fixture
def model(tmp_path: Path) -> Model:
    """A model with empty files, and one library."""
    for name in ("M.tla", "M.cfg"):
        (tmp_path / name).touch()
    found = made.model(tmp_path)
    return replace(found, job=replace(found.job, libraries=(tmp_path / "library",)))


def with_job(model: Model, **changes: object) -> Model:
    return replace(model, job=replace(model.job, **changes))


def with_options(model: Model, **changes: object) -> Model:
    return with_job(model, options=replace(model.job.options, **changes))


@pytest.mark.parametrize(
    "change",
    [
        lambda model: replace(model, id="other"),
        lambda model: replace(model, role=Role.WITNESS),
        lambda model: replace(model, sentence="other"),
        lambda model: replace(model, expectation=MustHold(1)),
        lambda model: replace(model, expectation=MustReach("Full")),
        lambda model: with_job(model, libraries=()),
        lambda model: with_job(model, libraries=(Path("another"),)),
        lambda model: with_options(model, deadlock=False),
        lambda model: with_options(model, workers=3),
        lambda model: with_options(model, heap="2g"),
    ],
)
def test_everything_that_a_model_asks_is_in_the_digest(
    model: Model, change: Callable[[Model], Model]
) -> None:
    assert InputDigests().of(change(model)) != InputDigests().of(model)


@pytest.mark.parametrize(
    "change",
    [
        lambda model: with_options(model, timeout=TlcOptions().timeout * 2),
        lambda model: with_job(model, libraries=(Path("/elsewhere/library"),)),
    ],
)
def test_the_time_allowed_and_the_places_of_libraries_are_not(
    model: Model, change: Callable[[Model], Model]
) -> None:
    assert InputDigests().of(change(model)) == InputDigests().of(model)


def test_a_file_that_cannot_be_read_is_an_os_error(tmp_path: Path) -> None:
    with pytest.raises(OSError, match=r"M\.cfg"):
        InputDigests().of(made.model(tmp_path))
