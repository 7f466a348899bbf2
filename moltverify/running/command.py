"""One TLC run as a record; it becomes a list of arguments only where a process starts."""

from collections.abc import Mapping
from pathlib import Path

from msgspec import Struct

from moltverify.running.job import TlcOptions
from moltverify.running.staged_files import FileDigest, StagedFiles
from moltverify.running.toolchain import Toolchain

MAIN = "tlc2.TLC"

# Flags of the JVM for a model of a few seconds.
QUICK_FLAGS = (
    "-XX:+UseParallelGC",  # TLC warns about every other collector
    "-XX:TieredStopAtLevel=1",  # small models end before the second compiler pays
    "-XX:-UsePerfData",  # no file in the shared temporary directory
)


class JavaProperty(Struct, frozen=True):
    """A system property, which Java takes as -Dname=value."""

    name: str
    value: str

    def __str__(self) -> str:
        return f"-D{self.name}={self.value}"


PROPERTIES = (
    JavaProperty("user.language", "en"),
    JavaProperty("user.country", "US"),
    # Bytes pass through unchanged, so UTF-8 in strings and comments survives TLC 2.15.
    JavaProperty("file.encoding", "ISO-8859-1"),
    JavaProperty("stdout.encoding", "ISO-8859-1"),
    JavaProperty("sun.stdout.encoding", "ISO-8859-1"),
)


class PrivateFolder(Struct, frozen=True):
    """A folder that one run has for itself, and that is gone after it."""

    root: Path

    @property
    def spec(self) -> Path:
        """TLC's working directory: it looks for modules here, and for nothing else of the user's.

        TLC also loads Java classes from its working directory, in place of the operators of the
        module with a class's name. Here lies no class.
        """
        return self.root / "spec"

    @property
    def temporary(self) -> Path:
        """Where TLC unpacks its standard modules.

        In a shared folder runs race for them, and a file planted by another user is believed.
        """
        return self.root / "tmp"

    @property
    def home(self) -> Path:
        """Where Java and TLC look for the user's settings."""
        return self.root / "home"

    @property
    def states(self) -> Path:
        """Where TLC keeps states and fingerprints; by default that is the user's folder."""
        return self.root / "meta"

    def create(self) -> None:
        """Make the folders inside `root`, which exists; raises OSError."""
        for folder in (self.spec, self.temporary, self.home, self.states):
            folder.mkdir(mode=0o700)


class TlcCommand(Struct, frozen=True, kw_only=True):
    """Everything that one run of TLC depends on.

    `heap` is in Java's notation. `flags` and `properties` are the JVM's, `archive` its class-data
    archive if there is one; `options` are TLC's own but for those that the other fields say.
    `files` are the digests of the files in the private folder; `output` and `errors` receive the
    standard streams.
    """

    java: Path
    jar: Path
    heap: str
    flags: tuple[str, ...] = QUICK_FLAGS
    properties: tuple[JavaProperty, ...] = PROPERTIES
    archive: Path | None = None
    options: tuple[str, ...]
    module: str
    config: str
    files: tuple[FileDigest, ...]
    private: PrivateFolder
    output: Path
    errors: Path
    environment: Mapping[str, str]

    @property
    def private_properties(self) -> tuple[JavaProperty, ...]:
        """The properties that differ from run to run; TLC reads them while it runs."""
        return (
            JavaProperty("java.io.tmpdir", str(self.private.temporary)),
            JavaProperty("user.home", str(self.private.home)),
        )

    def tlc_arguments(self) -> list[str]:
        """Return what the program itself gets, without Java's part."""
        return [
            "-tool",  # framed messages with codes
            *self.options,
            *("-metadir", str(self.private.states)),
            *("-config", self.config),
            self.module,
        ]

    def arguments(self) -> list[str]:
        """Return the whole command line of a process."""
        return [
            str(self.java),
            *archive_flags(self.archive),
            *self.flags,
            f"-Xmx{self.heap}",
            *map(str, self.properties),
            *map(str, self.private_properties),
            *("-cp", str(self.jar), MAIN),
            *self.tlc_arguments(),
        ]


def archive_flags(archive: Path | None) -> tuple[str, ...]:
    """Return the JVM's flags that map an archive of classes."""
    if archive is None:
        return ()
    # Without the last flag a complaint about the archive would stand in TLC's output.
    return (f"-XX:SharedArchiveFile={archive}", "-Xshare:auto", "-Xlog:disable")


class RunPlace(Struct, frozen=True):
    """Where a run takes place: its private folder, the folder of its logs, the environment."""

    private: PrivateFolder
    logs: Path
    environment: Mapping[str, str]


def tlc_command(
    files: StagedFiles,
    options: TlcOptions,
    toolchain: Toolchain,
    place: RunPlace,
    more: tuple[str, ...] = (),
) -> TlcCommand:
    """Return the command that checks a spec; `more` are further options of TLC."""
    return TlcCommand(
        java=toolchain.java.path,
        jar=toolchain.jar.path,
        heap=options.heap,
        options=(*search_options(options), *more),
        module=files.module.name,
        config=files.config.name,
        files=tuple(file.digest for file in files.files),
        private=place.private,
        output=place.logs / "output.txt",
        errors=place.logs / "errors.txt",
        environment=java_environment(place.environment),
    )


def search_options(options: TlcOptions) -> tuple[str, ...]:
    """Return TLC's options for a search that comes to the same each time."""
    return (
        *("-workers", str(options.workers)),
        *("-fp", "0", "-seed", "0"),  # the same counterexample each time
        # Liveness is checked once, at the end: part-way checks depend on the clock.
        *("-lncheck", "final"),
        *(() if options.deadlock else ("-deadlock",)),  # TLC's flag switches the check off
    )


def java_environment(current: Mapping[str, str]) -> dict[str, str]:
    """Return the child's environment, without the variables that change what a JVM does."""
    ambient = {"JAVA_TOOL_OPTIONS", "_JAVA_OPTIONS", "JDK_JAVA_OPTIONS", "CLASSPATH"}
    kept = {name: value for name, value in current.items() if name not in ambient}
    # In the C locale, which CI often has, Java opens no file with a path outside ASCII.
    return {**kept, "LC_ALL": "C.UTF-8"}
