"""Library jars: trusted by their digests, and searched for modules."""

from pathlib import Path

import pytest

from moltverify.registry.check import check_registry
from moltverify.registry.load import load_registry
from tests.conftest import Run, edit
from tests.registry.jar_projects import with_doubling, with_library
from tests.registry.mistakes import REGISTRY, after, found
from tests.running.library_jars import digest, doubling_jar

OTHER = "0" * 64


def test_a_module_from_a_named_jar_is_there(project: Path) -> None:
    with_doubling(project)
    assert found(project) == []


def test_a_module_from_a_jar_that_is_not_named_is_missing(project: Path) -> None:
    doubling_jar(project / "specs" / "lib.jar")
    edit(project / "specs/Door.tla", "EXTENDS FiniteSets", "EXTENDS Doubling, FiniteSets")
    [mistake] = found(project)
    assert "there is no module Doubling; put it beside this file, or name its folder" in mistake


def test_a_jar_belongs_to_the_job_with_its_pin(project: Path) -> None:
    jar = with_doubling(project)
    job = load_registry(project / REGISTRY).models[0].job
    assert job.libraries == (jar,)
    assert [(one.path, one.sha256) for one in job.options.class_path] == [(jar, digest(jar))]


def test_another_content_is_a_mistake_at_the_pin_and_says_the_mend(project: Path) -> None:
    jar = with_doubling(project)
    pinned = digest(jar)
    jar.write_bytes(jar.read_bytes() + b"more")
    [mistake] = check_registry(project / REGISTRY).mistakes
    line = (project / REGISTRY).read_text().splitlines()[mistake.source.line - 1]
    assert line[mistake.source.column - 1 :].startswith(pinned)
    assert f"has the SHA-256 {digest(jar)}, and not {pinned}, so it is not loaded" in str(mistake)
    assert "write the new digest here if you trust" in str(mistake)


@pytest.mark.parametrize(
    ("more", "mistake"),
    [
        ("", "library[0]: the key 'trusted' is missing"),
        (", trusted: false", "library[0].trusted: a jar that is not trusted is not loaded"),
        (", trusted: maybe", "library[0].trusted: expected true or false, found 'maybe'"),
    ],
)
def test_a_jar_is_trusted_by_name_or_not_loaded(project: Path, more: str, mistake: str) -> None:
    with_library(project, doubling_jar(project / "specs" / "lib.jar"), more=more)
    assert [mistake in one for one in found(project)] == [True]


@pytest.mark.parametrize(
    ("entry", "mistake"),
    [
        ("{jar: gone.jar, sha256: %s, trusted: true}", ".jar: there is no file"),
        ("{jar: Door.tla, trusted: true}", ": the key 'sha256' is missing"),
        ("{jar: Door.tla, sha256: 12, trusted: true}", ".sha256: expected a SHA-256 in 64"),
        ("gone", ": there is no folder"),
        ("Door.tla", ": there is no folder"),
        ("[.]", ": expected keys and values, found a list"),
    ],
)
def test_a_mistake_in_a_library_is_named(project: Path, entry: str, mistake: str) -> None:
    library = entry.replace("%s", OTHER)
    mistakes = after(project, "{timeout: 60s}", f"{{timeout: 60s, library: [{library}]}}")
    assert [f"defaults.library[0]{mistake}" in one for one in mistakes] == [True], mistakes


def test_a_jar_outside_the_repository_needs_permission(project: Path, tmp_path: Path) -> None:
    (project / ".git").mkdir()
    with_library(project, doubling_jar(tmp_path / "lib.jar"), OTHER)
    [mistake] = found(project)
    # Nothing of the file is told, not even its digest.
    assert "lib.jar is outside" in mistake
    assert "SHA-256" not in mistake


def test_a_run_with_another_jar_ends_with_2_before_tlc(project: Path, moltverify: Run) -> None:
    jar = with_doubling(project)
    jar.write_bytes(jar.read_bytes() + b"more")
    answer = moltverify("run")
    assert (answer.returncode, answer.stdout) == (2, "")
    assert "lib.jar has the SHA-256" in answer.stderr
