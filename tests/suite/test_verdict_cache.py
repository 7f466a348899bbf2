"""Verdicts of unchanged models: what the key depends on, what is kept, what is never believed."""

from collections.abc import Callable
from pathlib import Path

import pytest
from msgspec.structs import replace

from moltverify.registry.expectation import MustHold, MustReach
from moltverify.registry.load import load_registry
from moltverify.registry.records import Model
from moltverify.running.job import TlcOptions
from moltverify.suite.results import ModelResult, to_json
from moltverify.suite.verdict import Verdict
from moltverify.suite.verdict_cache import Cache, Digests
from tests import made
from tests.conftest import Run, edit

KEY = "k" * 64


@pytest.fixture
def cache(tmp_path: Path) -> Cache:
    return Cache(tmp_path / "store")


def kept(verdict: Verdict = Verdict.AS_EXPECTED) -> ModelResult:
    return replace(made.red(verdict=verdict), inputs=KEY)


def keys(project: Path, jar: str = "jar", workers: int | None = None) -> dict[str, str]:
    digests = Digests(jar, workers)
    registry = load_registry(project / "specs" / "registry.yaml")
    return {model.id: digests.key(model) for model in registry.models}


def changed(before: dict[str, str], after: dict[str, str]) -> set[str]:
    return {name for name, key in before.items() if after[name] != key}


def test_what_was_kept_comes_back_marked_as_cached(cache: Cache) -> None:
    cache.put(kept())
    assert cache.get(KEY) == replace(kept(), cached=True)


def test_nothing_kept_is_a_miss(cache: Cache) -> None:
    assert cache.get(KEY) is None


def test_an_unexpected_verdict_is_a_conclusion_too(cache: Cache) -> None:
    cache.put(kept(Verdict.UNEXPECTED))
    assert cache.get(KEY) is not None


@pytest.mark.parametrize("verdict", [Verdict.BROKEN, Verdict.INCONCLUSIVE])
def test_a_run_without_conclusion_is_never_kept(cache: Cache, verdict: Verdict) -> None:
    cache.put(kept(verdict))
    assert cache.get(KEY) is None
    assert not cache.folder.exists()


@pytest.mark.parametrize("verdict", [Verdict.BROKEN, Verdict.INCONCLUSIVE])
def test_an_entry_without_conclusion_is_not_believed(cache: Cache, verdict: Verdict) -> None:
    cache.put(kept())
    (cache.folder / f"{KEY}.json").write_bytes(to_json(kept(verdict)))
    assert cache.get(KEY) is None


def test_a_result_without_a_key_is_never_kept(cache: Cache) -> None:
    cache.put(replace(kept(), inputs=""))
    assert not cache.folder.exists()


@pytest.mark.parametrize("content", [b"", b"{", b"null", b"[]", b"\x00\xff", b"{}"])
def test_a_damaged_entry_is_a_miss(cache: Cache, content: bytes) -> None:
    cache.put(kept())
    (cache.folder / f"{KEY}.json").write_bytes(content)
    assert cache.get(KEY) is None


def test_half_an_entry_is_a_miss(cache: Cache) -> None:
    cache.put(kept())
    file = cache.folder / f"{KEY}.json"
    file.write_bytes(file.read_bytes()[:200])
    assert cache.get(KEY) is None


def test_an_entry_under_another_key_is_a_miss(cache: Cache) -> None:
    cache.put(kept())
    other = "o" * 64
    (cache.folder / f"{KEY}.json").rename(cache.folder / f"{other}.json")
    assert cache.get(other) is None


def test_a_cache_that_cannot_be_written_is_no_loss(tmp_path: Path) -> None:
    (tmp_path / "store").touch()
    cache = Cache(tmp_path / "store")
    cache.put(kept())
    assert cache.get(KEY) is None


def test_keys_are_the_same_each_time_and_different_for_each_model(project: Path) -> None:
    assert keys(project) == keys(project)
    assert len(set(keys(project).values())) == 3


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
def test_a_change_gives_new_keys_to_the_models_that_it_touches(
    project: Path, file: str, old: str, new: str, touched: set[str]
) -> None:
    before = keys(project)
    edit(project / "specs" / file, old, new)
    assert changed(before, keys(project)) == touched


def test_a_module_that_no_model_uses_gives_no_new_key(project: Path) -> None:
    before = keys(project)
    (project / "specs" / "Garden.tla").write_text("---- MODULE Garden ----\n====\n")
    assert keys(project) == before


def test_another_jar_or_other_workers_give_new_keys(project: Path) -> None:
    everything = {"door", "door@let-in", "door:unlocked"}
    assert changed(keys(project), keys(project, jar="other")) == everything
    assert changed(keys(project), keys(project, workers=2)) == everything


@pytest.mark.parametrize(
    "change",
    [
        lambda model: replace(model, id="other"),
        lambda model: replace(model, sentence="other"),
        lambda model: replace(model, expectation=MustHold(1)),
        lambda model: replace(model, expectation=MustReach("Full")),
        lambda model: with_options(model, deadlock=False),
        lambda model: with_options(model, workers=3),
        lambda model: with_options(model, heap="2g"),
    ],
)
def test_everything_that_a_verdict_depends_on_is_in_the_key(
    tmp_path: Path, change: Callable[[Model], Model]
) -> None:
    (tmp_path / "M.tla").touch()
    (tmp_path / "M.cfg").touch()
    model = made.model(tmp_path)
    assert Digests("jar").key(change(model)) != Digests("jar").key(model)


def with_options(model: Model, **changes: object) -> Model:
    return replace(model, job=replace(model.job, options=replace(model.job.options, **changes)))


def test_the_time_allowed_is_not_in_the_key(tmp_path: Path) -> None:
    (tmp_path / "M.tla").touch()
    (tmp_path / "M.cfg").touch()
    model = made.model(tmp_path)
    longer = with_options(model, timeout=TlcOptions().timeout * 2)
    assert Digests("jar").key(longer) == Digests("jar").key(model)


def test_a_file_that_cannot_be_read_is_an_os_error(tmp_path: Path) -> None:
    with pytest.raises(OSError, match=r"M\.cfg"):
        Digests("jar").key(made.model(tmp_path))


def test_a_registry_is_sound_only_under_the_digest_that_was_kept(tmp_path: Path) -> None:
    cache = Cache(tmp_path)
    assert not cache.was_sound("one")
    cache.keep_sound("one")
    assert (cache.was_sound("one"), cache.was_sound("another")) == (True, False)


@pytest.mark.tlc
def test_a_registry_that_was_sound_is_checked_again_once_it_changed(
    project: Path, moltverify: Run
) -> None:
    assert moltverify("run", "--green").returncode == 0
    edit(project / "specs" / "Door_Unlocked.cfg", "OnlyWithKey", "TypeOK")
    answer = moltverify("run", "--green")
    assert answer.returncode == 2
    assert "does not check OnlyWithKey" in answer.stderr
