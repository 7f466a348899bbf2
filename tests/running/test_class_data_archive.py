"""The archive of TLC's classes: made once, used by processes, and no run fails because of it."""

import os
import random
from pathlib import Path

import pytest
from msgspec.structs import replace

from moltverify.running import engine_selection
from moltverify.running.class_data_archive import archive_of, find_archive, with_archive
from moltverify.running.engine_selection import open_engine
from moltverify.running.engines import Engine, RunSize
from moltverify.running.tethered_process import launch_alone
from moltverify.running.toolchain import Toolchain
from tests.nightly import some_nightly
from tests.running.kinds import KINDS, run, write
from tests.store.damage import cut_short, flip_a_bit, link_to_a_copy

# All three are refused by one comparison of digests; tests/store/test_sealed_file.py tries each.
DAMAGES = {way.__name__: way for way in (flip_a_bit, cut_short, link_to_a_copy)}


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    """An environment with a cache of the test's own."""
    return {"MOLTVERIFY_CACHE": str(tmp_path / "cache")}


def test_no_archive_is_made_unasked(
    toolchain: Toolchain, environment: dict[str, str], tmp_path: Path
) -> None:
    assert find_archive(toolchain, may_make=False, environment=environment) is None
    assert not (tmp_path / "cache").exists()


@pytest.fixture(scope="module")
def made(toolchain: Toolchain, tmp_path_factory: pytest.TempPathFactory) -> tuple[bytes, bytes]:
    """The bytes of an archive and of its seal, or no bytes if this Java makes none."""
    environment = {"MOLTVERIFY_CACHE": str(tmp_path_factory.mktemp("archive"))}
    if find_archive(toolchain, may_make=True, environment=environment) is None:
        pytest.skip("this Java makes no archive")
    archive = archive_of(toolchain, environment)
    return archive.path.read_bytes(), archive.seal.read_bytes()


@pytest.fixture
def kept(made: tuple[bytes, bytes], toolchain: Toolchain, environment: dict[str, str]) -> Path:
    """The archive in the test's own cache."""
    archive = archive_of(toolchain, environment)
    archive.path.parent.mkdir(parents=True)
    archive.path.write_bytes(made[0])
    archive.seal.write_bytes(made[1])
    return archive.path


@pytest.mark.tlc
def test_an_archive_is_made_once_and_changes_no_answer(
    toolchain: Toolchain, kept: Path, environment: dict[str, str], tmp_path: Path
) -> None:
    before = kept.stat().st_mtime_ns
    for may_make in (False, True):
        assert find_archive(toolchain, may_make, environment) == kept
    assert kept.stat().st_mtime_ns == before

    model = write(tmp_path / "spec", KINDS["invariant"])
    mapped = run(model, toolchain, tmp_path / "mapped", with_archive(launch_alone, kept))
    plain = run(model, toolchain, tmp_path / "plain", launch_alone)
    assert mapped.reading == plain.reading


@pytest.mark.tlc
@pytest.mark.parametrize("way", some_nightly(DAMAGES, ["flip_a_bit"]))
def test_a_damaged_archive_is_not_used_but_made_again(
    toolchain: Toolchain, kept: Path, environment: dict[str, str], way: str
) -> None:
    DAMAGES[way](kept, random.Random(9))
    assert find_archive(toolchain, may_make=False, environment=environment) is None
    assert find_archive(toolchain, may_make=True, environment=environment) == kept
    assert archive_of(toolchain, environment).is_as_made()


@pytest.mark.tlc
def test_java_passes_over_an_archive_that_is_none(toolchain: Toolchain, tmp_path: Path) -> None:
    (tmp_path / "classes.jsa").write_bytes(b"no archive")
    launch = with_archive(launch_alone, tmp_path / "classes.jsa")
    model = write(tmp_path / "spec", KINDS["invariant"])
    mapped = run(model, toolchain, tmp_path / "logs", launch)
    assert mapped.finished.exit_code == 12
    assert (tmp_path / "logs" / "errors.txt").read_text() == ""


@pytest.mark.tlc
def test_an_archive_is_made_while_a_model_runs_alone(
    toolchain: Toolchain, environment: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MOLTVERIFY_CACHE", environment["MOLTVERIFY_CACHE"])
    monkeypatch.setattr(engine_selection, "cores", lambda: 1)
    with open_engine(Engine.AUTO, [RunSize.SMALL], toolchain):
        pass
    assert not archive_of(toolchain, environment).path.exists()
    monkeypatch.setattr(engine_selection, "cores", lambda: 2)
    with open_engine(Engine.AUTO, [RunSize.SMALL], toolchain):
        pass
    assert archive_of(toolchain, environment).is_as_made()


def test_a_jar_that_changed_in_place_has_another_archive(
    toolchain: Toolchain, environment: dict[str, str], tmp_path: Path
) -> None:
    jar = tmp_path / "tla2tools.jar"
    jar.write_bytes(b"a jar")
    tools = replace(toolchain, jar=replace(toolchain.jar, path=jar))
    before = archive_of(tools, environment)
    os.utime(jar, ns=(0, 0))
    assert archive_of(tools, environment).path != before.path


def test_where_no_archive_could_be_made_it_is_not_tried_again(
    toolchain: Toolchain, environment: dict[str, str]
) -> None:
    archive = archive_of(toolchain, environment)
    archive.make(lambda file: file.touch())
    assert find_archive(toolchain, may_make=True, environment=environment) is None
    assert archive.path.stat().st_size == 0


def test_without_a_launcher_there_is_no_archive(
    toolchain: Toolchain, environment: dict[str, str], tmp_path: Path
) -> None:
    gone = Toolchain(type(toolchain.java)(tmp_path / "no" / "java", "PATH"), toolchain.jar)
    assert find_archive(gone, may_make=True, environment=environment) is None
