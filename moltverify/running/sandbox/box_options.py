"""The options of bubblewrap for one run: what the processes inside can see."""

import os
from collections.abc import Iterator
from pathlib import Path

from msgspec.structs import replace

from moltverify.running.command import PrivateFolder, TlcCommand
from moltverify.running.portless_jar import main_class
from moltverify.running.sandbox.limits import MEGABYTE, TEMPORARY, SandboxLimits

# Paths inside the sandbox, the same for every run: they say nothing about this machine.
JAVA_HOME, JARS, WORK = Path("/java"), Path("/jars"), PrivateFolder(Path("/work"))
NOBODY = "65534"
# Folders with programs and libraries. On most systems all but the first are links into it.
SYSTEM = ("/usr", "/bin", "/lib", "/lib32", "/lib64")
ISOLATION = (
    *("--unshare-all", "--unshare-user", "--disable-userns"),
    *("--uid", NOBODY, "--gid", NOBODY, "--cap-drop", "ALL", "--hostname", "sandbox"),
    *("--die-with-parent", "--new-session", "--clearenv"),
    *("--setenv", "PATH", "/usr/bin:/bin", "--setenv", "LC_ALL", "C.UTF-8"),
)


def java_home(launcher: Path) -> Path:
    """Return the folder of a launcher's installation; /usr/bin/java is usually a link."""
    return launcher.resolve().parent.parent


def boxed(command: TlcCommand) -> TlcCommand:
    """Return the command with the paths that its files have inside the sandbox."""
    return replace(
        command,
        java=JAVA_HOME / "bin" / "java",
        jar=JARS / "tla2tools.jar",
        class_path=tuple(JARS / f"{n}.jar" for n, _ in enumerate(command.class_path)),
        # The archive of classes fits the jar's path outside only.
        archive=None,
        private=WORK,
    )


def boxed_starter() -> tuple[tuple[Path, ...], str]:
    """Return the class that starts TLC, after its jars by their paths inside the sandbox."""
    jars, main = main_class()
    return tuple(JARS / jar.name for jar in jars), main


def model_options(command: TlcCommand, limits: SandboxLimits) -> list[str]:
    """Return bubblewrap's options for a run of TLC."""
    inside, outside = boxed(command), command.private
    starter, _ = main_class()
    seen, _ = boxed_starter()
    jars = zip(
        (command.jar, *starter, *command.class_path),
        (inside.jar, *seen, *inside.class_path),
        strict=True,
    )
    return [
        *system_options(java_home(command.java)),
        *(text for jar, place in jars for text in ("--ro-bind", str(jar), str(place))),
        *("--ro-bind", str(outside.spec), str(WORK.spec)),
        *("--ro-bind", str(outside.home), str(WORK.home)),
        *sized_folder(WORK.temporary, TEMPORARY),
        *sized_folder(WORK.states, limits.scratch),
        # Last, because each of the above makes its place first.
        *("--remount-ro", "/", "--chdir", str(WORK.spec)),
    ]


def system_options(home: Path) -> list[str]:
    """Return the options that every sandbox has, with the Java installed in a folder."""
    return [
        *ISOLATION,
        *system_folders(),
        *("--ro-bind", str(home), str(JAVA_HOME)),
        *("--proc", "/proc", "--dev", "/dev"),
    ]


def system_folders() -> Iterator[str]:
    """Yield the options that show the system's programs and libraries, read-only."""
    for folder in map(Path, SYSTEM):
        if folder.is_symlink():
            yield from ("--symlink", os.fspath(folder.readlink()), str(folder))
        elif folder.is_dir():
            yield from ("--ro-bind", str(folder), str(folder))
    # Debian keeps the settings of each Java there, and links to them from its folder.
    for settings in sorted(Path("/etc").glob("java*")):
        yield from ("--ro-bind", str(settings), str(settings))


def sized_folder(place: Path, megabytes: int) -> tuple[str, ...]:
    """Return the options for a folder in memory that can be written to."""
    return ("--size", str(megabytes * MEGABYTE), "--tmpfs", str(place))
