"""A command as a warm worker gets it: the machine that it needs, and the run."""

from pathlib import Path

import pytest
from msgspec.structs import replace

from moltverify.running.command import (
    JavaProperty,
    PrivateFolder,
    RunPlace,
    TlcCommand,
    tlc_command,
)
from moltverify.running.java_search import Java
from moltverify.running.job import TlcOptions
from moltverify.running.staged_files import made_staged_files
from moltverify.running.toolchain import Jar, Toolchain
from moltverify.running.warm.worker_command import (
    FRESH_FLAGS,
    WARM_FLAGS,
    find_library,
    machine_for,
    request_for,
)

LIBRARIES = ["lib/server/libjvm.so", "lib/server/libjvm.dylib", "bin/server/jvm.dll"]


def launcher(home: Path, library: str | None = LIBRARIES[0]) -> Path:
    """Write the files of a Java installation that are looked for, all of them empty."""
    files = [home / "bin" / "java", *([home / library] if library else [])]
    for file in files:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.touch()
    return files[0]


def command(java: Path, heap: str = "512m") -> TlcCommand:
    tools = Toolchain(Java(java, "PATH"), Jar(Path("/opt/tla2tools.jar"), "0" * 64))
    place = RunPlace(PrivateFolder(Path("/private")), Path("/logs"), {"PATH": "/bin"})
    files = made_staged_files({"M": b""}, "M", "")
    return tlc_command(files, TlcOptions(heap=heap), tools, place, ("-coverage", "1"))


@pytest.mark.parametrize("library", LIBRARIES)
def test_the_library_of_each_system_is_found(tmp_path: Path, library: str) -> None:
    assert find_library(launcher(tmp_path, library)) == tmp_path / library


def test_a_link_to_the_launcher_leads_to_the_library_of_its_installation(tmp_path: Path) -> None:
    java = launcher(tmp_path / "jdk")
    link = tmp_path / "usr" / "bin" / "java"
    link.parent.mkdir(parents=True)
    link.symlink_to(java)
    assert find_library(link) == tmp_path / "jdk" / LIBRARIES[0]


def test_a_folder_in_the_place_of_the_library_is_none(tmp_path: Path) -> None:
    java = launcher(tmp_path, library=None)
    (tmp_path / LIBRARIES[0]).mkdir(parents=True)
    assert find_library(java) is None


def test_without_a_library_there_is_no_machine(tmp_path: Path) -> None:
    assert machine_for(command(launcher(tmp_path, library=None))) is None


def test_a_machine_has_all_of_its_heap_from_the_start(tmp_path: Path) -> None:
    machine = machine_for(command(launcher(tmp_path), heap="300m"))
    assert machine is not None
    assert {"-Xmx300m", "-Xms300m"} <= set(machine.options)
    assert set(WARM_FLAGS) <= set(machine.options)
    assert machine.library == str(tmp_path / LIBRARIES[0])


def test_the_rewritten_jar_takes_the_place_of_the_command_s_own(tmp_path: Path) -> None:
    given = command(launcher(tmp_path))
    fresh, renewing = machine_for(given), machine_for(given, Path("/cache/warm.jar"))
    assert fresh is not None
    assert renewing is not None
    assert (fresh.jar, fresh.renews) == ("/opt/tla2tools.jar", False)
    assert (renewing.jar, renewing.renews) == ("/cache/warm.jar", True)
    assert set(fresh.options) - set(renewing.options) == set(FRESH_FLAGS)


def test_runs_that_differ_in_their_folders_only_share_a_machine(tmp_path: Path) -> None:
    one = command(launcher(tmp_path))
    other = replace(one, private=PrivateFolder(Path("/else")), output=Path("/else/output.txt"))
    assert machine_for(one) == machine_for(other)
    assert request_for(one) != request_for(other)


@pytest.mark.parametrize(
    "changes", [{"heap": "600m"}, {"properties": (JavaProperty("user.language", "de"),)}]
)
def test_what_a_machine_cannot_change_makes_another_machine(
    tmp_path: Path, changes: dict[str, object]
) -> None:
    one = command(launcher(tmp_path))
    assert machine_for(one) != machine_for(replace(one, **changes))


def test_a_request_has_the_arguments_files_and_private_properties_of_the_run() -> None:
    given = command(Path("/jdk/bin/java"))
    request = request_for(given)
    assert list(request.arguments) == given.tlc_arguments()
    assert {one.name: one.value for one in request.properties} == {
        "java.io.tmpdir": "/private/tmp",
        "user.home": "/private/home",
    }
    assert (request.folder, request.stdout, request.stderr) == (
        "/private/spec",
        "/logs/output.txt",
        "/logs/errors.txt",
    )
