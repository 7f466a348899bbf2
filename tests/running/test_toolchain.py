"""The choice of the jar, and the error when the one that is named is missing."""

import os
from pathlib import Path

import pytest

from moltverify.errors import ToolchainError, UsageError
from moltverify.file_access import sha256
from moltverify.running.toolchain import (
    KNOWN_JARS,
    Toolchain,
    find_jar,
    find_toolchain,
    further_toolchains,
)
from moltverify.tlc.output import read_output
from tests.running.made_jars import jar_with
from tests.tlc.recorded import recorded_runs


def test_the_jar_that_comes_along_is_known() -> None:
    assert find_jar(None, {}).known_as == "TLC 2.15 (d5b5a7f, 2020)"


def test_a_named_jar_wins_and_is_known_by_its_digest_only(tmp_path: Path) -> None:
    other = jar_with(tmp_path / "tla2tools.jar")
    jar = find_jar(other, {})
    assert (jar.path, jar.digest, jar.known_as) == (other, sha256(other), None)
    assert jar.banner is None


@pytest.mark.parametrize(("recorded_as", "release"), [("old", "TLC 2.15"), ("new", "TLC 2.19")])
def test_the_banner_of_a_known_jar_is_what_its_tlc_printed(recorded_as: str, release: str) -> None:
    printed = {
        reading.version
        for run in recorded_runs().values()
        if run.jar == recorded_as and (reading := read_output(run.out, run.rc, run.err)).version
    }
    [known] = [one for one in KNOWN_JARS.values() if one.release.startswith(release)]
    assert printed == {known.banner}


def test_the_environment_names_a_jar(tmp_path: Path) -> None:
    other = jar_with(tmp_path / "other.jar")
    assert find_jar(None, {"MOLTVERIFY_TLA2TOOLS": str(other)}).path == other


@pytest.mark.parametrize("variable", [True, False])
def test_a_named_jar_that_is_not_there_is_never_replaced(tmp_path: Path, variable: bool) -> None:
    gone = tmp_path / "gone.jar"
    environment = {"MOLTVERIFY_TLA2TOOLS": str(gone)} if variable else {}
    with pytest.raises(ToolchainError, match=r"gone\.jar"):
        find_jar(None if variable else gone, environment)


def also(*jars: Path) -> tuple[Toolchain, ...]:
    """Return the tools of jars that the default jar is compared with."""
    return further_toolchains(find_toolchain(None, os.environ), jars, os.environ)


def test_further_jars_come_in_the_order_of_the_command_line(tmp_path: Path) -> None:
    one, two = jar_with(tmp_path / "one.jar"), jar_with(tmp_path / "two.jar", java=9)
    assert [tools.jar.path for tools in also(two, one)] == [two, one]
    assert also() == ()


def test_a_further_jar_that_is_not_there_or_no_jar_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(ToolchainError, match=r"there is no file .*gone\.jar \(--also-with\)"):
        also(tmp_path / "gone.jar")
    page = tmp_path / "page.jar"
    page.write_text("<html>", encoding="utf-8")
    with pytest.raises(ToolchainError, match="it is a web page"):
        also(page)


def test_a_jar_is_not_compared_with_itself(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"\(--also-with\) is the same jar as .*tla2tools\.jar"):
        also(find_jar(None, {}).path)
    one, two = jar_with(tmp_path / "one.jar"), tmp_path / "two.jar"
    two.write_bytes(one.read_bytes())
    with pytest.raises(UsageError, match=r"two\.jar \(--also-with\) is the same jar as .*one\.jar"):
        also(one, two)
