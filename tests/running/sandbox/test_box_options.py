"""What bubblewrap is told: nothing of this machine but programs, the jars and the run's files."""

from pathlib import Path

import pytest

from moltverify.running.command import PrivateFolder, RunPlace, TlcCommand, tlc_command
from moltverify.running.job import TlcOptions
from moltverify.running.pinned_jar import PinnedJar
from moltverify.running.sandbox.box_options import boxed, boxed_starter, java_home, model_options
from moltverify.running.sandbox.limits import SandboxLimits
from moltverify.running.staged_files import made_staged_files
from moltverify.running.toolchain import Toolchain

LIMITS = SandboxLimits(scratch=7)


@pytest.fixture
def command(toolchain: Toolchain, tmp_path: Path) -> TlcCommand:
    options = TlcOptions(class_path=(PinnedJar(tmp_path / "library.jar"),))
    place = RunPlace(PrivateFolder(tmp_path / "run"), tmp_path / "logs", {"HOME": str(tmp_path)})
    return tlc_command(made_staged_files({"M": b""}, "M", ""), options, toolchain, place)


def test_the_command_inside_names_no_folder_of_this_machine(
    command: TlcCommand, toolchain: Toolchain, tmp_path: Path
) -> None:
    words = " ".join(boxed(command).arguments(boxed_starter()))
    assert str(tmp_path) not in words
    assert str(toolchain.jar.path.parent) not in words
    assert "-cp /jars/tla2tools.jar:/jars/portless.jar:/jars/0.jar moltverify.Portless" in words
    assert words.startswith("/java/bin/java ")


def test_only_states_and_temporary_files_can_be_written(command: TlcCommand) -> None:
    options = model_options(command, LIMITS)
    assert "--bind" not in options
    assert "--dev-bind" not in options
    folders = [options[n - 1 : n + 2] for n, one in enumerate(options) if one == "--tmpfs"]
    assert folders == [
        [str(64 * 2**20), "--tmpfs", "/work/tmp"],
        [str(7 * 2**20), "--tmpfs", "/work/meta"],
    ]
    assert options[-4:] == ["--remount-ro", "/", "--chdir", "/work/spec"]


def test_it_has_no_network_no_rights_and_no_variables(command: TlcCommand) -> None:
    options = model_options(command, LIMITS)
    assert {"--unshare-all", "--clearenv", "--die-with-parent", "--new-session"} <= set(options)
    assert "--share-net" not in options
    assert options[options.index("--cap-drop") + 1] == "ALL"
    set_names = [options[n + 1] for n, one in enumerate(options) if one == "--setenv"]
    assert set_names == ["PATH", "LC_ALL"]


def test_the_home_of_java_is_that_of_the_launcher_itself(tmp_path: Path) -> None:
    launcher = tmp_path / "jdk" / "bin" / "java"
    launcher.parent.mkdir(parents=True)
    launcher.touch()
    (tmp_path / "java").symlink_to(launcher)
    assert java_home(tmp_path / "java") == tmp_path / "jdk"


def test_limits_grow_with_the_heap_and_the_timeout() -> None:
    assert LIMITS.memory("1g") == 1024 + 300 + 7 + 64
    resources = LIMITS.resources("512m", timeout=20, cores=2)
    assert resources["RLIMIT_CPU"] == 50
    assert resources["RLIMIT_AS"] == (512 + 7 * 1024) * 2**20
    assert resources["RLIMIT_FSIZE"] == 256 * 2**20
