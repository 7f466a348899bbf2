"""One TLC run as a record, which is rendered to an argument list where a process starts."""

import os
from collections.abc import Mapping
from pathlib import Path

from msgspec import Struct

from moltverify.running.child_environment import java_environment
from moltverify.running.job import RandomSearch, TlcOptions
from moltverify.running.portless_jar import WAITING_MAIN, main_class
from moltverify.running.staged_files import FileDigest, StagedFiles
from moltverify.running.toolchain import Toolchain

# Flags of the JVM for a model that takes a few seconds.
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
    # TLC groups digits by locale ("1,025", "1.025"), so the locale must not be the user's.
    JavaProperty("user.language", "en"),
    JavaProperty("user.country", "US"),
    # Bytes pass through unchanged, so UTF-8 in strings and comments survives TLC 2.15.
    JavaProperty("file.encoding", "ISO-8859-1"),
    JavaProperty("stdout.encoding", "ISO-8859-1"),
    JavaProperty("sun.stdout.encoding", "ISO-8859-1"),
)


class PrivateFolder(Struct, frozen=True):
    """A folder that exists for one run only; the run removes it at its end."""

    root: Path

    @property
    def spec(self) -> Path:
        """TLC's working directory, the only folder outside its jar where TLC finds modules.

        TLC also loads Java classes from its working directory: a class replaces the operators of
        the module of the same name. Therefore the folder never contains a class.
        """
        return self.root / "spec"

    @property
    def temporary(self) -> Path:
        """Where TLC unpacks its standard modules.

        In a shared folder runs would overwrite each other's copies, and TLC would read a file that
        another user placed there.
        """
        return self.root / "tmp"

    @property
    def home(self) -> Path:
        """The home directory that Java and TLC see, without the user's settings."""
        return self.root / "home"

    @property
    def states(self) -> Path:
        """Where TLC writes states and fingerprints; its default is in the module's folder."""
        return self.root / "meta"

    def create(self) -> None:
        """Make the folders inside `root`, which exists; raises OSError."""
        # 0700 also under a permissive umask: another user must not add a module or a class.
        for folder in (self.spec, self.temporary, self.home, self.states):
            folder.mkdir(mode=0o700)
        # Without this file, TLC from 2.20 on looks up a host name at each start and, where there
        # is one, sends the parameters of the run to it (util.ExecutionStatisticsCollector).
        choice = self.home / ".tlaplus" / "esc.txt"
        choice.parent.mkdir(mode=0o700)
        choice.write_text("NO_STATISTICS\n", encoding="ascii")


class TlcCommand(Struct, frozen=True, kw_only=True):
    """Everything that one run of TLC depends on.

    `class_path` are the jars that Java searches after `jar`. `heap` is in Java's notation. `flags`
    and `properties` are those of the JVM, `settings` those that the registry asks for, `archive` is
    its class-data archive, if any. `options` are TLC's options without those that other fields
    imply. `files` are the digests of the files in the private folder. `output` and `errors` are the
    files for the standard streams. `outputs` are further files that `options` let TLC write.
    `variables` are the names of those that the model reads, as in TlcOptions.
    """

    java: Path
    jar: Path
    class_path: tuple[Path, ...] = ()
    heap: str
    flags: tuple[str, ...] = QUICK_FLAGS
    properties: tuple[JavaProperty, ...] = PROPERTIES
    settings: tuple[str, ...] = ()
    archive: Path | None = None
    options: tuple[str, ...]
    module: str
    config: str
    files: tuple[FileDigest, ...]
    private: PrivateFolder
    output: Path
    errors: Path
    environment: Mapping[str, str]
    outputs: tuple[Path, ...] = ()
    variables: tuple[str, ...] | None = None

    @property
    def private_properties(self) -> tuple[JavaProperty, ...]:
        """The properties that differ between runs; a warm worker sets them before each run."""
        return (
            JavaProperty("java.io.tmpdir", str(self.private.temporary)),
            JavaProperty("user.home", str(self.private.home)),
        )

    def tlc_arguments(self) -> list[str]:
        """Return the arguments of TLC's main class, without those of Java."""
        return [
            "-tool",  # framed messages with codes; without it there are no codes at all
            *self.options,
            *("-metadir", str(self.private.states)),
            *("-config", self.config),
            self.module,
        ]

    def arguments(self, starter: tuple[tuple[Path, ...], str] | None = None) -> list[str]:
        """Return the command line of a Java process that runs this command.

        `starter` has the class that starts TLC and its jars, by default those of `main_class`.
        """
        own, main = starter or main_class()
        return [
            *self.java_flags(),
            *map(str, self.private_properties),
            # After our own: where both set a property, Java takes the last one.
            *self.settings,
            *("-cp", self.searched(own), main),
            *self.tlc_arguments(),
        ]

    def waiting_arguments(self) -> list[str]:
        """Return the command line of a Java process that waits for what is private to a run."""
        own, _ = main_class()
        return [*self.java_flags(), *self.settings, "-cp", self.searched(own), WAITING_MAIN]

    def java_flags(self) -> list[str]:
        """Return Java with the flags that are the same for each run of its kind."""
        return [
            str(self.java),
            *archive_flags(self.archive),
            *self.flags,
            f"-Xmx{self.heap}",
            *map(str, self.properties),
        ]

    def searched(self, own: tuple[Path, ...]) -> str:
        """Return Java's class path, with our own jars."""
        # TLC's jar first: a library replaces no class of TLC.
        return os.pathsep.join(map(str, (self.jar, *own, *self.class_path)))


def archive_flags(archive: Path | None) -> tuple[str, ...]:
    """Return the JVM's flags that map a class-data archive."""
    if archive is None:
        return ()
    # "auto" starts without the archive where it does not fit. The last flag suppresses the JVM's
    # warning about that, which would be printed into TLC's output.
    return (f"-XX:SharedArchiveFile={archive}", "-Xshare:auto", "-Xlog:disable")


class RunPlace(Struct, frozen=True):
    """A run's private folder, the folder for its logs, and the environment of the caller."""

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
    """Return the command that checks a spec; `more` are additional options of TLC."""
    return TlcCommand(
        java=toolchain.java.path,
        jar=toolchain.jar.path,
        # Absolute, because TLC's working directory is another one.
        class_path=tuple(jar.path.absolute() for jar in options.class_path),
        heap=options.heap,
        settings=options.jvm,
        options=(*search_options(options), *more),
        module=files.module.name,
        config=files.config.name,
        files=tuple(file.digest for file in files.files),
        private=place.private,
        output=place.logs / "output.txt",
        errors=place.logs / "errors.txt",
        environment=java_environment(place.environment, options.environment),
        variables=options.environment,
    )


def search_options(options: TlcOptions) -> tuple[str, ...]:
    """Return TLC's options for a search with the same result in each run."""
    search = options.random_search
    return (
        *(trace_options(search) if search else ()),
        *("-workers", str(options.workers)),
        # TLC chooses both at random by default, and then can find another counterexample each time.
        *("-fp", "0", "-seed", str(search.seed if search else 0)),
        # Liveness is checked once, at the end: TLC starts the checks before that by the clock.
        *("-lncheck", "final"),
        *(() if options.deadlock else ("-deadlock",)),  # TLC's flag switches the check off
    )


def trace_options(search: RandomSearch) -> tuple[str, ...]:
    """Return TLC's options for a search of random traces."""
    # Without a number TLC follows traces until it is stopped.
    number = () if search.traces is None else (f"num={search.traces}",)
    return (search.option, *number, "-depth", str(search.depth))
