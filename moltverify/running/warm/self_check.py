"""Whether warm workers give the answers of processes, found out once for each jar and kept.

The tests compare many models on the known releases. For any other jar, and for library jars beside
any, a few small models run in both ways before a worker is used, which takes some seconds.
"""

from __future__ import annotations

import os
import re
import struct
import zipfile
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from msgspec import Struct

from moltverify.file_access import sha256
from moltverify.running.capacity import cores
from moltverify.running.job import TlcOptions
from moltverify.running.pinned_jar import PinnedJar
from moltverify.running.run_tlc import TlcRun, TlcTask, run_task
from moltverify.running.staged_files import StagedFiles
from moltverify.running.tethered_process import Launch, launch_alone
from moltverify.running.toolchain import Toolchain
from moltverify.running.warm.compared_models import compared_models
from moltverify.running.warm.warm_jar import warm_jar
from moltverify.running.warm.worker_client import ENGINE
from moltverify.running.warm.worker_pool import WarmPool
from moltverify.store.cache_folder import tools_folder
from moltverify.store.code_digest import code_digest
from moltverify.store.keyed import KeyedStore, key_of
from moltverify.store.private_folders import private_folder
from moltverify.tlc.outcome import Stopped
from moltverify.tlc.output import Reading

KIND = "self-checks"
LIMIT = 60.0  # seconds for one model; it takes less than one
JAR_PATH = re.compile("jar:file:[^!]*")
# What the reader of class files raises for a class that it does not understand.
UNREADABLE = (AssertionError, IndexError, KeyError, ValueError, struct.error, zipfile.BadZipFile)


class SelfCheckInputs(Struct, frozen=True):
    """What a self-check depends on: the jars by their SHA-256, Java, and the code that runs TLC."""

    jar: str
    libraries: tuple[str, ...]
    java: str
    code: str


class SelfCheck(Struct, frozen=True):
    """The result of a self-check: the first difference in words, or an empty text."""

    difference: str


class WarmJars:
    """The rewritten jars for the class paths of runs, where workers answer as processes do.

    With `may_check`, what is not known yet is found out.
    """

    def __init__(
        self, toolchain: Toolchain, may_check: bool, environment: Mapping[str, str] = os.environ
    ) -> None:
        self.toolchain, self.may_check, self.environment = toolchain, may_check, environment
        self.kept = KeyedStore(tools_folder(environment), KIND)

    def path(self, libraries: tuple[Path, ...] = ()) -> Path | None:
        """Return the jar that workers load for a class path; None if there is none to rely on."""
        if self.is_tested(libraries):
            return warm_jar(self.toolchain.jar, environment=self.environment)
        check = self.check(libraries)
        if check is None or check.difference:
            return None
        return warm_jar(self.toolchain.jar, libraries, self.environment)

    def is_tested(self, libraries: tuple[Path, ...]) -> bool:
        """Tell whether the tests of this program cover a class path."""
        return self.toolchain.jar.known_as is not None and not libraries

    def check(self, libraries: tuple[Path, ...] = ()) -> SelfCheck | None:
        """Return the result of the self-check, kept or new; None if there is none."""
        inputs = SelfCheckInputs(
            jar=self.toolchain.jar.digest,
            libraries=tuple(map(sha256, libraries)),
            java=self.toolchain.java.release,
            code=code_digest("running", "tlc", "tla"),
        )
        known = self.kept.get(key_of(inputs), SelfCheck)
        if known is not None or not self.may_check:
            return known
        found = self.found(libraries)
        if found is not None:
            self.kept.put(key_of(inputs), found)
        return found

    def found(self, libraries: tuple[Path, ...]) -> SelfCheck | None:
        """Make the self-check; None if the machine does not let it end."""
        try:
            made = warm_jar(self.toolchain.jar, libraries, self.environment)
        except UNREADABLE as error:
            return SelfCheck(f"its classes cannot be rewritten: {type(error).__name__}: {error}")
        return None if made is None else self.tried(libraries, made)

    def tried(self, libraries: tuple[Path, ...], made: Path) -> SelfCheck | None:
        """Compare workers that load a rewritten jar with processes; None as `found`."""
        pool = WarmPool(launch_alone, lambda _: made)
        try:
            with private_folder() as folder:
                return compared(self.toolchain, libraries, folder, pool)
        except OSError:
            return None
        finally:
            pool.close()


def compared(
    toolchain: Toolchain, libraries: tuple[Path, ...], folder: Path, pool: WarmPool
) -> SelfCheck | None:
    """Run the models in both ways, and return the first difference; None after a timeout."""
    models = [*compared_models((toolchain.jar.path, *libraries))]

    def ran(files: StagedFiles, launch: Launch, name: str) -> TlcRun:
        options = TlcOptions(
            timeout=LIMIT, heap="256m", class_path=tuple(map(PinnedJar, libraries)), environment=()
        )
        logs = folder / name
        return run_task(
            TlcTask(files=files, options=options, toolchain=toolchain, logs=logs), launch
        )

    with ThreadPoolExecutor(cores()) as threads:
        cold = [
            threads.submit(ran, files, launch_alone, f"cold-{at}")
            for at, files in enumerate(models)
        ]
        # Twice, in both directions: what a run leaves behind must change none of the others.
        order = [*range(len(models)), *reversed(range(len(models)))]
        warm = [(at, ran(models[at], pool.launch, "warm")) for at in order]
        expected = [one.result() for one in cold]
    if any(isinstance(one.reading.outcome, Stopped) for one in (*expected, *dict(warm).values())):
        return None
    differences = (difference(run, expected[at]) for at, run in warm)
    return SelfCheck(next(filter(None, differences), ""))


def difference(warm: TlcRun, cold: TlcRun) -> str:
    """Return how a run in a worker differs from one in a process; empty if it does not."""
    if warm.finished.engine != ENGINE:
        return warm.finished.note or "no worker could be started"
    if warm.finished.exit_code != cold.finished.exit_code:
        return f"the exit code is {warm.finished.exit_code} instead of {cold.finished.exit_code}"
    for name in ("outcome", "statistics", "version", "warnings", "printed"):
        hot, alone = compared_text(warm.reading, name), compared_text(cold.reading, name)
        if hot != alone:
            return f"of a model, {name} is {hot} instead of {alone}"
    return ""


def compared_text(reading: Reading, name: str) -> str:
    """Return a part of a reading as a text in which every jar has the same path."""
    # TLC names the jar of a class that replaces an operator.
    return JAR_PATH.sub("jar:", repr(getattr(reading, name)))
