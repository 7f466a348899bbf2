"""How texts name a jar."""

import shutil
import zipfile
from pathlib import Path

from moltverify.running.toolchain import find_jar, jar_of
from moltverify.suite.jar_names import named
from tests.running.made_jars import jar_with

JAR = find_jar(None, {})


def test_a_known_jar_has_the_name_of_its_release() -> None:
    assert (named(JAR).name, named(JAR).jar) == ("TLC 2.15", JAR.digest)


def test_a_jar_that_is_not_known_has_its_version_and_digest(tmp_path: Path) -> None:
    copy = tmp_path / "copy.jar"
    shutil.copy(JAR.path, copy)
    with zipfile.ZipFile(copy, "a") as opened:
        opened.writestr("NOTES", "built elsewhere")
    found = named(jar_of(copy))
    assert found.name == f"TLC 2.15 (jar {found.jar[:12]})"


def test_a_jar_that_does_not_say_its_version_has_its_digest(tmp_path: Path) -> None:
    found = named(jar_of(jar_with(tmp_path / "other.jar")))
    assert found.name == f"the TLC of jar {found.jar[:12]}"
