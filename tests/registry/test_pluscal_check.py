"""A translation that does not fit its algorithm prevents a run, in every module of a model."""

import os
import re
import shutil
from pathlib import Path

import pytest

from moltverify.errors import RegistryError
from moltverify.registry.check import check_registry, require_sound
from moltverify.registry.load import load_registry
from moltverify.running.toolchain import JAR_VARIABLE, find_jar
from tests.conftest import edit
from tests.running.library_jars import digest, write_jar

CASES = Path(__file__).parents[1] / "cases"
STALE = "the PlusCal algorithm has changed since it was translated"
EDITED = "the translation of the PlusCal algorithm was edited"


@pytest.fixture
def counter(tmp_path: Path) -> Path:
    """The registry of a model whose algorithm was changed after it was translated."""
    shutil.copytree(CASES / "stale-pluscal", tmp_path / "counter")
    return tmp_path / "counter/specs/registry.yaml"


def translate(registry: Path) -> Path:
    """Put the translation that fits in the model's place; return the module."""
    shutil.copy(registry.parents[1] / "fits.tla", registry.with_name("Counter.tla"))
    return registry.with_name("Counter.tla")


def messages(registry: Path) -> list[str]:
    """Return the mistakes, without folders."""
    mistakes = check_registry(registry).mistakes
    return [one.message.replace(f"{registry.parent}/", "") for one in mistakes]


@pytest.mark.tlc
def test_an_algorithm_changed_since_is_a_mistake_of_green_and_red(counter: Path) -> None:
    """The red's module extends the one with the algorithm."""
    assert [one.partition(",")[0] for one in messages(counter)] == 2 * [f"Counter.tla:11: {STALE}"]
    with pytest.raises(RegistryError, match="translated"):
        require_sound(load_registry(counter).claims)


@pytest.mark.tlc
def test_a_translation_that_fits_is_no_mistake(counter: Path) -> None:
    module = translate(counter)
    assert check_registry(counter).mistakes == []
    # What surrounds algorithm and translation does not count.
    edit(module, "Inv == x <= 3", "Inv == x <= 3 + 0")
    edit(module, "A: while x < 30 do", "A: while x < 30 do \\* to the bound")
    found = check_registry(counter)
    assert (found.mistakes, found.notes) == ([], [])


@pytest.mark.tlc
def test_an_edited_translation_is_a_mistake(counter: Path) -> None:
    edit(translate(counter), "IF x < 30", "IF x < 31")
    assert [one.partition(";")[0] for one in messages(counter)] == 2 * [f"Counter.tla:11: {EDITED}"]


@pytest.mark.tlc
def test_a_damaged_algorithm_is_noted(counter: Path) -> None:
    edit(translate(counter), "end while;", "end whale;")
    found = check_registry(counter)
    assert found.mistakes == []
    assert ["the translator did not read it" in one.message for one in found.notes] == [True]


def test_without_a_jar_the_translation_alone_is_compared(
    counter: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(JAR_VARIABLE, "gone.jar")
    found = check_registry(counter)
    assert found.mistakes == []
    assert ["Java or the jar is missing" in one.message for one in found.notes] == [True]
    edit(counter.with_name("Counter.tla"), "IF x < 3", "IF x < 5")
    assert len(check_registry(counter).mistakes) == 2


def test_a_translation_without_checksums_is_no_mistake(counter: Path) -> None:
    module = counter.with_name("Counter.tla")
    edit(module, ' (chksum(pcal) = "e2902477" /\\ chksum(tla) = "46ae9bed")', "")
    found = check_registry(counter)
    assert (found.mistakes, found.notes) == ([], [])


@pytest.mark.tlc
def test_a_checksum_of_tlc_2_15_is_compared(counter: Path) -> None:
    """The model has such a checksum of its algorithm, and an edited translation without one."""
    foreign = Path(__file__).parents[1] / "audit/foreign/Countdown.tla"
    module = foreign.read_text().replace("MODULE Countdown", "MODULE Counter")
    text = module.replace("Naturals\n", "Naturals\nStep(n) == n\nInv == TRUE\n", 1)
    counter.with_name("Counter.tla").write_text(text)
    assert messages(counter) == []
    edit(counter.with_name("Counter.tla"), "left := left - 1", "left := left - 2")
    assert [STALE in one for one in messages(counter)] == [True, True]


@pytest.mark.tlc
def test_the_jar_of_the_suite_translates(counter: Path) -> None:
    text = counter.read_text()
    own = counter.with_name("own.jar")
    shutil.copy(find_jar(None, os.environ).path, own)
    for jar, is_found in ((own, True), (write_jar(counter.with_name("x.jar"), {}), False)):
        named = f"tla2tools: {{path: {jar.name}, sha256: {digest(jar)}}}"
        counter.write_text(re.sub(r"suite: \{", f"suite: {{{named}, ", text))
        found = check_registry(counter)
        assert any(STALE in one.message for one in found.mistakes) == is_found
        assert any("was not compared" in one.message for one in found.notes) != is_found
