"""Our main class changes no answer of TLC, and its jar is made of the sources beside it."""

import subprocess
import zipfile
from pathlib import Path

import pytest

from moltverify.running import portless_jar
from moltverify.running.portless_jar import PLAIN_MAIN, PORTLESS_JAR, SOURCES, main_class
from moltverify.running.tethered_process import launch_alone
from moltverify.running.toolchain import Toolchain
from tests.nightly import some_nightly
from tests.running.kinds import KINDS, launch_plain, run, said, write


def test_the_classes_in_the_jar_are_those_of_the_sources(
    toolchain: Toolchain, tmp_path: Path
) -> None:
    try:
        subprocess.run(
            [
                *("javac", "--release", "11", "-g:none", "-cp", str(toolchain.jar.path)),
                *("-d", str(tmp_path), *map(str, SOURCES.glob("*.java"))),
            ],
            check=True,
            capture_output=True,
        )
    except FileNotFoundError:
        pytest.skip("there is no Java compiler here")
    compiled = {
        file.relative_to(tmp_path).as_posix(): file.read_bytes()
        for file in tmp_path.rglob("*.class")
    }
    with zipfile.ZipFile(PORTLESS_JAR) as jar:
        assert {name: jar.read(name) for name in jar.namelist()} == compiled


def test_no_class_of_the_jar_can_replace_the_operators_of_a_module() -> None:
    with zipfile.ZipFile(PORTLESS_JAR) as jar:
        assert all("/" in name for name in jar.namelist())


def test_where_java_cannot_load_the_jar_tlcs_own_class_starts_it(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    assert main_class()[0] == (PORTLESS_JAR,)
    monkeypatch.setattr(portless_jar, "PORTLESS_JAR", tmp_path / "a:b" / "portless.jar")
    assert main_class() == ((), PLAIN_MAIN)


# One kind of each sort of answer; the others differ in what TLC prints, not in how it ends.
ALWAYS = ("holds", "invariant", "lasso", "parse error", "evaluation error")


@pytest.mark.tlc
@pytest.mark.parametrize("name", some_nightly(KINDS, ALWAYS))
def test_tlc_says_and_ends_as_by_its_own_main_class(
    name: str, toolchain: Toolchain, tmp_path: Path
) -> None:
    model = write(tmp_path / "spec", KINDS[name])
    ours = run(model, toolchain, tmp_path / "ours", launch_alone)
    plain = run(model, toolchain, tmp_path / "plain", launch_plain)
    assert ours.finished.exit_code == plain.finished.exit_code
    if name != "deep recursion":  # where the stack overflows differs from run to run
        assert ours.reading == plain.reading
        assert said(tmp_path / "ours") == said(tmp_path / "plain")
