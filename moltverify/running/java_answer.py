"""What a Java launcher answers when it is asked for its release.

An answer is kept until the launcher's file changes, so that a run in which nothing changed starts
no Java.
"""

import os
import re
import tempfile
import time
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from threading import Event

from msgspec import Struct
from msgspec.structs import replace

from moltverify.running.child_environment import java_environment
from moltverify.store.cache_folder import cache_folder
from moltverify.store.code_digest import code_digest
from moltverify.store.keyed import KeyedStore, key_of

OLDEST_JAVA = 11
KIND = "java-answers"
PATIENCE = 10.0  # seconds for an answer; Java gives it in 0.1
MAX_PRINTED = 100_000  # bytes; Java prints 300
HOUR = 3600
# "openjdk version", "java version": one word before, at the start of a line, so that a sentence
# about a version is no answer. Other lines, such as a vendor's, may come before it.
RELEASE = re.compile(r'^\S+ version "(\d[^"]*)"', re.MULTILINE)
HOME = re.compile(r"^\s*java\.home = (.+)$", re.MULTILINE)


class JavaAnswer(Struct, frozen=True):
    """The launcher to start and its release, such as 17.0.15; or why it cannot be used.

    `launcher` is that of the runtime, if a script of a version manager was asked.
    """

    launcher: str
    release: str = ""
    problem: str = ""


class AnswerInputs(Struct, frozen=True):
    """What an answer depends on: the launcher's file, its runtime, and the code that asks.

    `stated` is the text of the runtime's file `release`, which an upgrade in place changes.
    `folder` and `hour` are set where an answer can change without any of these files.
    """

    path: str
    target: str
    changed: int
    size: int
    stated: str
    code: str
    folder: str = ""
    hour: int = 0


class Printed(Struct, frozen=True):
    """What a launcher printed on both streams, and its exit code; `problem` if it did not end."""

    text: str
    exit_code: int
    problem: str = ""


def kept_answer(launcher: Path, environment: Mapping[str, str]) -> JavaAnswer:
    """Return what a launcher answered when it was asked first; ask it if it was not."""
    kept = KeyedStore(cache_folder(os.environ), KIND)
    with suppress(OSError):
        for inputs in (lasting_inputs(launcher), passing_inputs(launcher, time.time())):
            known = kept.get(key_of(inputs), JavaAnswer)
            # The Java behind a script may have been removed since.
            if known and (known.problem or os.access(known.launcher, os.X_OK)):
                return known
    return fresh_answer(launcher, environment)


def fresh_answer(launcher: Path, environment: Mapping[str, str]) -> JavaAnswer:
    """Ask a launcher for its release, and keep the answer."""
    answer = ask(launcher, environment)
    with suppress(OSError):
        # A busy machine can be the reason for a problem, and a script of a version manager may
        # start another Java tomorrow with nothing changed in it.
        lasts = not answer.problem and in_runtime(launcher)
        inputs = lasting_inputs(launcher) if lasts else passing_inputs(launcher, time.time())
        KeyedStore(cache_folder(os.environ), KIND).put(key_of(inputs), answer)
    return answer


def lasting_inputs(launcher: Path) -> AnswerInputs:
    """Return what the answer of a runtime's launcher depends on; raises OSError."""
    found = launcher.stat()
    stated = ""
    with suppress(OSError):
        stated = beginning(runtime_of(launcher) / "release")
    return AnswerInputs(
        path=str(launcher),
        target=str(launcher.resolve()),
        changed=found.st_mtime_ns,
        size=found.st_size,
        stated=stated,
        code=code_digest("running/java_answer.py"),
    )


def passing_inputs(launcher: Path, now: float) -> AnswerInputs:
    """Return what an answer depends on that may change by itself; raises OSError.

    `now` is in seconds; the answer is kept until the next full hour.
    """
    # Version managers choose by the current folder as well.
    hour = 1 + int(now) // HOUR
    return replace(lasting_inputs(launcher), folder=os.path.realpath("."), hour=hour)


def runtime_of(launcher: Path) -> Path:
    """Return the folder of a launcher's installation, if it is in one: it is at <home>/bin/java."""
    return launcher.resolve().parent.parent


def in_runtime(launcher: Path) -> bool:
    """Return whether a launcher is part of a runtime of Java 9 or later."""
    return (runtime_of(launcher) / "lib" / "modules").is_file()


def ask(launcher: Path, environment: Mapping[str, str]) -> JavaAnswer:
    """Start the launcher to ask for its release."""
    printed = what_it_prints(launcher, ["-version"], environment)
    if printed.problem:
        return JavaAnswer(str(launcher), problem=printed.problem)
    found = RELEASE.search(printed.text)
    if printed.exit_code != 0 or found is None:
        says = f", and prints {quoted}" if (quoted := first_line(printed.text)) else ""
        problem = f"does not say its version: exit code {printed.exit_code}{says}"
        return JavaAnswer(str(launcher), problem=problem)
    answer = JavaAnswer(str(launcher), found[1])
    if major_version(answer.release) < OLDEST_JAVA or in_runtime(launcher):
        return answer
    return of_its_runtime(answer, environment)


def of_its_runtime(answer: JavaAnswer, environment: Mapping[str, str]) -> JavaAnswer:
    """Return the answer for the launcher that a script starts, if that gives the same answer.

    A version manager chooses by the current folder, and TLC starts in another than this process.
    """
    arguments = ["-XshowSettings:properties", "-version"]
    home = HOME.search(what_it_prints(Path(answer.launcher), arguments, environment).text)
    if home is None:
        return answer
    started = Path(home[1]) / "bin" / "java"
    said = RELEASE.search(what_it_prints(started, ["-version"], environment).text)
    if said is None or said[1] != answer.release:
        return answer
    return JavaAnswer(str(started), answer.release)


def major_version(release: str) -> int:
    """Return the major version of a release such as 17.0.15; 1.8.0_392 is 8, 17-ea is 17.

    A release without a number is 0.
    """
    found = re.match(r"(?:1\.)?(\d+)", release)
    return int(found[1]) if found else 0


def what_it_prints(
    launcher: Path,
    arguments: list[str],
    environment: Mapping[str, str],
    patience: float = PATIENCE,
) -> Printed:
    """Start a launcher and wait for its end, for `patience` seconds and MAX_PRINTED bytes."""
    try:
        with tempfile.TemporaryDirectory(prefix="moltverify-") as folder:
            environment = java_environment(environment)
            return printed_in(Path(folder), [str(launcher), *arguments], environment, patience)
    except OSError as error:
        return Printed("", 0, f"does not start: {error.strerror}")


def printed_in(
    folder: Path, arguments: list[str], environment: Mapping[str, str], patience: float
) -> Printed:
    """Run a program with its output in files of a folder; raises OSError if it does not start."""
    from moltverify.running.process import Command, End, run  # noqa: PLC0415 - 5 ms, and most runs start no Java here

    output, errors = folder / "output", folder / "errors"
    too_much = Event()

    def look() -> None:
        if output.stat().st_size + errors.stat().st_size > MAX_PRINTED:
            too_much.set()

    command = Command(
        arguments=arguments,
        folder=Path(),
        environment=environment,
        stdout=output,
        stderr=errors,
    )
    ended = run(command, patience, too_much, look)
    problems = {
        End.TIMED_OUT: f"does not answer within {patience:.0f} seconds",
        End.STOPPED: "prints without end",
        End.EXITED: "",
    }
    text = f"{beginning(errors)}\n{beginning(output)}"
    return Printed(text, ended.exit_code, problems[ended.end])


def beginning(file: Path) -> str:
    """Return the text at the beginning of a file."""
    with file.open("rb") as content:
        return content.read(MAX_PRINTED).decode("utf-8", "replace")


def first_line(text: str) -> str:
    """Return the first line of a text that is not blank, quoted and short; or nothing."""
    line = next((line.strip() for line in text.split("\n") if line.strip()), "")
    return repr(line[:120]) if line else ""
