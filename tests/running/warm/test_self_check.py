"""The self-check of jars: equal answers make warm workers, and a difference makes none."""

import zipfile
from pathlib import Path

import pytest
from msgspec.structs import replace

from moltverify.running.engine_selection import MIN_CHECKED, open_engine
from moltverify.running.engines import Engine, RunSize
from moltverify.running.tethered_process import launch_alone
from moltverify.running.toolchain import Jar, Toolchain, jar_of
from moltverify.running.warm.compared_models import compared_models
from moltverify.running.warm.self_check import SelfCheck, WarmJars
from moltverify.running.warm.warm_jar import warm_jar
from tests.running.kinds import KINDS, run, write
from tests.running.library_jars import needs_javac, overriding_jar, repacked, write_jar
from tests.running.warm.test_warm_jar import newer


@pytest.fixture
def cache(tmp_path: Path) -> dict[str, str]:
    return {"MOLTVERIFY_CACHE": str(tmp_path / "cache")}


@pytest.fixture
def other(toolchain: Toolchain, tmp_path: Path) -> Toolchain:
    """The toolchain with a jar that this program does not know."""
    return replace(toolchain, jar=jar_of(repacked(tmp_path / "other.jar")))


def test_a_known_release_needs_no_check(toolchain: Toolchain) -> None:
    jars = WarmJars(toolchain, may_check=False)
    assert jars.is_tested(())
    assert jars.path() is not None


def test_what_was_not_checked_is_not_used(other: Toolchain, cache: dict[str, str]) -> None:
    jars = WarmJars(other, may_check=False, environment=cache)
    assert jars.check() is None
    assert jars.path() is None


@pytest.mark.nightly  # seven models, twice in a process each
@pytest.mark.tlc
def test_a_jar_that_answers_otherwise_in_a_worker_is_not_used(
    other: Toolchain, cache: dict[str, str], tmp_path: Path
) -> None:
    made = warm_jar(jar_of(newer(other.jar.path, tmp_path / "newer.jar")), environment=cache)
    assert made is not None
    found = WarmJars(other, may_check=True, environment=cache).tried((), made)
    assert found is not None
    assert "of a model, version is" in found.difference


def test_a_jar_whose_classes_cannot_be_read_has_no_workers(
    toolchain: Toolchain, cache: dict[str, str], tmp_path: Path
) -> None:
    torn = tmp_path / "torn.jar"
    with zipfile.ZipFile(torn, "w") as made:
        made.writestr("tlc2/Torn.class", b"\xca\xfe\xba\xbe\x00\x00\x004\x00\x05\x63")
    other = replace(toolchain, jar=Jar(torn, "0" * 64))
    check = WarmJars(other, may_check=True, environment=cache).check()
    assert check is not None
    assert "cannot be rewritten: KeyError" in check.difference


def test_modules_with_parameters_are_not_loaded_by_the_check(tmp_path: Path) -> None:
    plain = "---- MODULE Plain ----\n====\n"
    wide = "---- MODULE Wide ----\nCONSTANT N\n====\n"
    jar = write_jar(tmp_path / "lib.jar", {"Plain": plain, "Wide": wide})
    [*_, last] = compared_models((jar,))
    assert "L0 == INSTANCE Plain\n" in last.module.text
    assert "Wide" not in last.module.text


@pytest.fixture
def library(tmp_path: Path) -> Path:
    return overriding_jar(tmp_path / "lib.jar")


@pytest.mark.nightly  # as above
@pytest.mark.tlc
@needs_javac
def test_a_library_is_checked_with_the_jar_and_its_classes_replace_operators_in_a_worker(
    toolchain: Toolchain, cache: dict[str, str], library: Path
) -> None:
    jars = WarmJars(toolchain, may_check=True, environment=cache)
    assert not jars.is_tested((library,))
    assert jars.check((library,)) == SelfCheck("")
    assert jars.path((library,)) != jars.path()
    assert WarmJars(toolchain, may_check=False, environment=cache).check((library,)) is not None
    library.write_bytes(library.read_bytes() + b"more")
    assert WarmJars(toolchain, may_check=False, environment=cache).check((library,)) is None


@pytest.fixture
def own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MOLTVERIFY_CACHE", str(tmp_path / "cache"))


@pytest.mark.nightly  # as above
@pytest.mark.tlc
@pytest.mark.usefixtures("own_cache")
def test_many_small_runs_with_an_unknown_jar_are_warm_after_one_check(
    other: Toolchain, tmp_path: Path
) -> None:
    job = write(tmp_path / "spec", KINDS["holds"])
    with open_engine(Engine.AUTO, [RunSize.SMALL] * MIN_CHECKED, other) as launch_for:
        done = run(job, other, tmp_path / "logs", launch_for(RunSize.SMALL))
    assert done.finished.engine == "warm"
    later = WarmJars(other, may_check=False)
    assert later.check() == SelfCheck("")
    assert later.path() is not None


@pytest.mark.usefixtures("own_cache")
def test_few_small_runs_with_an_unknown_jar_are_not_worth_a_check(other: Toolchain) -> None:
    with open_engine(Engine.AUTO, [RunSize.SMALL] * 2, other) as launch_for:
        assert launch_for(RunSize.SMALL) is launch_alone
