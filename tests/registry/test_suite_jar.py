"""The jar with TLC that a registry names: used unless another is named, and only as it is named."""

from pathlib import Path

import pytest
from msgspec.structs import replace

from moltverify.errors import RegistryError
from moltverify.registry.load import load_registry
from moltverify.registry.suite_jar import chosen_jar
from moltverify.running.toolchain import JAR_VARIABLE
from tests.conftest import Run, edit
from tests.registry.mistakes import REGISTRY
from tests.running.library_jars import digest, repacked


def with_jar(project: Path, path: str, sha256: str) -> None:
    """Let the project's registry name a jar with TLC."""
    named = f"title: A door with a lock, tla2tools: {{path: {path}, sha256: {sha256}}}"
    edit(project / REGISTRY, "title: A door with a lock", named)


def test_the_jar_of_the_registry_is_used(project: Path) -> None:
    jar = repacked(project / "specs" / "other.jar")
    with_jar(project, "other.jar", digest(jar))
    known = load_registry(project / REGISTRY)
    assert chosen_jar(known, None, {}) == jar


def test_the_command_line_and_the_environment_come_first(project: Path) -> None:
    with_jar(project, "gone.jar", "0" * 64)
    known = load_registry(project / REGISTRY)
    assert chosen_jar(known, Path("own.jar"), {}) == Path("own.jar")
    assert chosen_jar(known, None, {JAR_VARIABLE: "own.jar"}) is None


def test_without_a_name_there_is_no_choice(project: Path) -> None:
    assert chosen_jar(load_registry(project / REGISTRY), None, {}) is None


def test_another_content_is_refused_at_the_place_of_the_digest(project: Path) -> None:
    jar = repacked(project / "specs" / "other.jar")
    with_jar(project, "other.jar", "0" * 64)
    known = load_registry(project / REGISTRY)
    with pytest.raises(RegistryError) as error:
        chosen_jar(known, None, {})
    column = (project / REGISTRY).read_text().splitlines()[0].index("0000") + 1
    assert f"{known.file}:1:{column}: suite.tla2tools: {jar} has the SHA-256" in str(error.value)
    assert digest(jar) in str(error.value)


def test_a_missing_jar_is_named_with_the_way_out(project: Path) -> None:
    with_jar(project, "gone.jar", "0" * 64)
    with pytest.raises(RegistryError, match=r"gone\.jar; put the jar there, or name one"):
        chosen_jar(load_registry(project / REGISTRY), None, {})


def test_a_jar_outside_the_repository_needs_permission(project: Path, tmp_path: Path) -> None:
    (project / ".git").mkdir()
    jar = repacked(tmp_path / "other.jar")
    with_jar(project, str(jar), "0" * 64)
    known = load_registry(project / REGISTRY)
    with pytest.raises(RegistryError) as error:
        chosen_jar(known, None, {})
    assert "is outside" in str(error.value)
    # Its content is not told.
    assert digest(jar) not in str(error.value)
    with_digest = replace(known.tla2tools, sha256=digest(jar)) if known.tla2tools else None
    allowed = replace(known, allow_outside=True, tla2tools=with_digest)
    assert chosen_jar(allowed, None, {}) == jar


@pytest.mark.parametrize("command", ["run", "check-registry", "accept", "audit"])
def test_commands_refuse_another_content_with_2(
    project: Path, moltverify: Run, command: str
) -> None:
    repacked(project / "specs" / "other.jar")
    with_jar(project, "other.jar", "0" * 64)
    answer = moltverify(command)
    assert (answer.returncode, "other.jar has the SHA-256" in answer.stderr) == (2, True)


@pytest.mark.tlc
def test_a_run_shows_the_digest_of_the_registrys_jar(project: Path, moltverify: Run) -> None:
    jar = repacked(project / "specs" / "other.jar")
    with_jar(project, "other.jar", digest(jar))
    answer = moltverify("run", "door:unlocked", "--json", "--engine", "process")
    assert answer.returncode == 0, answer.stderr
    assert f'"jar":"{digest(jar)}"' in answer.stdout
