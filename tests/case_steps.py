"""Cases of tests/cases as records, and how a step of one is taken.

A case is a folder with a user's files and `case.toml`: what the user did, what is expected, and the
steps, which share a copy of the folder. Steps marked `control` are the same input without the trap.
"""

import os
import re
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from threading import Timer
from typing import Annotated

from msgspec import Meta, Struct, field

from tests.terminal_screen import on_terminal

NOT_TRIED = 77  # the exit code of a preparing command that says that the case cannot be tried
# What a CI service, a hook or a terminal would tell the program, and a case says itself.
AMBIENT = (
    *("CI", "GITHUB_", "PRE_COMMIT", "GIT_", "NO_COLOR", "FORCE_COLOR", "CLICOLOR", "LINES"),
    *("JAVA_TOOL_OPTIONS", "_JAVA_OPTIONS", "JDK_JAVA_OPTIONS", "MOLTVERIFY", "COLUMNS"),
)

Regex = Annotated[str, Meta(min_length=1)]


class Replacement(Struct, rename={"old": "from", "new": "to"}, forbid_unknown_fields=True):
    """A text that must be in some files, and what takes its place."""

    files: list[str]
    old: str
    new: str


class Step(Struct, forbid_unknown_fields=True, kw_only=True):
    """Changes of files, a command, and what must be true of it."""

    run: list[str] = field(default_factory=list)
    why: str = ""
    control: bool = False
    starts: bool = False
    folder: str = "."
    env: dict[str, str] = field(default_factory=dict)
    unset: list[str] = field(default_factory=list)
    write: dict[str, str] = field(default_factory=dict)
    edit: list[Replacement] = field(default_factory=list)
    copy: dict[str, str] = field(default_factory=dict)
    remove: list[str] = field(default_factory=list)
    needs: list[str] = field(default_factory=list)
    exit: list[int] = field(default_factory=list)
    same_exit_as: str = ""
    says: list[Regex] = field(default_factory=list)
    never_says: list[Regex] = field(default_factory=list)
    absent: list[str] = field(default_factory=list)
    timeout: float = 180
    name: str = ""
    of: str = ""
    at_most_times: float = 0
    repeat: int = 1
    signals: list[tuple[str, float]] = field(default_factory=list)
    memory: int = 0
    terminal: list[int] = field(default_factory=list)


class Case(Struct, forbid_unknown_fields=True):
    """What a user did and expects, with the steps that show it."""

    title: str
    did: str
    source: str
    expect: str
    step: list[Step]
    git: bool = False
    needs: list[str] = field(default_factory=list)


class Ran(Struct):
    """A command that has ended: its exit code, all that it printed, its seconds."""

    code: int
    text: str
    seconds: float


class NotTakenError(Exception):
    """A step cannot be taken here; its text says why."""


class CaseFolder:
    """A copy of a case's folder in which its steps are taken one after the other."""

    def __init__(self, source: Path, case: Case, folder: Path, env: dict[str, str]) -> None:
        self.case, self.folder = case, folder
        shutil.copytree(source, folder, ignore=shutil.ignore_patterns("case.toml"))
        kept = {name: value for name, value in env.items() if not name.startswith(AMBIENT)}
        nowhere = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}
        cache = {name: value for name, value in env.items() if name == "MOLTVERIFY_CACHE"}
        self.env = {**kept, **nowhere, **cache, "COLUMNS": "200"}
        self.named: dict[str, Ran] = {}
        if case.git:
            for words in ("init -q -b main .", "add -A", "commit -q -m start --no-verify"):
                git = ["git", "-c", "user.name=N", "-c", "user.email=n@example.org"]
                subprocess.run(
                    [*git, *words.split()],
                    cwd=folder,
                    env=self.env,
                    check=True,
                    capture_output=True,
                )

    def filled(self, text: str) -> str:
        """Return a text with its placeholders filled in; raises NotTakenError for a missing jar."""
        known = {"here": str(self.folder), "PATH": self.env["PATH"]}
        known |= {"python": sys.executable, "python3": sys.executable}

        def value(found: re.Match[str]) -> str:
            name = found[1]
            if name in known:
                return known[name]
            if name not in os.environ:
                raise NotTakenError(f"{name} names no jar")
            return os.environ[name]

        return re.sub(r"\{(here|python3?|PATH|[A-Z]+_JAR)\}", value, text)

    def change(self, step: Step) -> None:
        """Write, edit, copy and remove files."""
        for name, text in step.write.items():
            (self.folder / name).parent.mkdir(parents=True, exist_ok=True)
            (self.folder / name).write_text(self.filled(text), encoding="utf-8")
        for edit in step.edit:
            for name in edit.files:
                text = (self.folder / name).read_text(encoding="utf-8")
                assert edit.old in text, f"{name} has no {edit.old!r}"
                new = text.replace(edit.old, self.filled(edit.new))
                (self.folder / name).write_text(new, encoding="utf-8")
        for source, target in step.copy.items():
            (self.folder / target).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(self.folder / source, self.folder / target)
        for name in step.remove:
            path = self.folder / name
            shutil.rmtree(path) if path.is_dir() else path.unlink()

    def take(self, step: Step) -> None:
        """Take a step and compare; raises NotTakenError, or AssertionError if it differs."""
        for need in (*self.case.needs, *step.needs):
            require(need)
        self.change(step)
        for _ in range(step.repeat if step.run else 0):
            ran = self.execute(step)
            if ran.code == NOT_TRIED and step.run[0] != "moltverify":
                raise NotTakenError(ran.text.strip())
            self.named[step.name] = ran
            self.compare(step, ran)

    def execute(self, step: Step) -> Ran:
        """Run a step's command to its end, within its limits."""
        env = {**self.env, **{name: self.filled(value) for name, value in step.env.items()}}
        for name in step.unset:
            env.pop(name, None)
        words = [self.filled(word) for word in step.run]
        program = shutil.which(words[0], path=env.get("PATH"))
        assert program, f"there is no {words[0]}"
        limit = step.timeout
        if step.of:
            limit = max(self.named[step.of].seconds, 1.0) * step.at_most_times
        command = [program, *words[1:]]
        if step.memory:
            command = ["prlimit", f"--as={step.memory << 20}", *command]
        began = time.monotonic()
        if step.terminal:
            code, text = on_terminal(command, self.folder / step.folder, env, step.terminal, limit)
            return Ran(code, text, time.monotonic() - began)
        with subprocess.Popen(
            command,
            cwd=self.folder / step.folder,
            env=env,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        ) as child:
            timers = [
                Timer(after, child.send_signal, [getattr(signal, f"SIG{name}")])
                for name, after in step.signals
            ]
            for timer in timers:
                timer.start()
            try:
                printed, _ = child.communicate(timeout=limit)
            except subprocess.TimeoutExpired:
                os.killpg(child.pid, signal.SIGKILL)
                raise AssertionError(f"{' '.join(step.run)}: not done after {limit} s") from None
            finally:
                for timer in timers:
                    timer.cancel()
        return Ran(child.returncode, printed.decode("utf-8", "replace"), time.monotonic() - began)

    def compare(self, step: Step, ran: Ran) -> None:
        """Compare what a command did with what its step expects."""
        shown = f"{' '.join(step.run)} ended with {ran.code} and printed:\n{ran.text}"
        texts = (ran.text, " ".join(ran.text.split()))
        assert not step.exit or ran.code in step.exit, shown
        assert not step.same_exit_as or ran.code == self.named[step.same_exit_as].code, shown
        for pattern in step.says:
            assert any(re.search(pattern, text) for text in texts), f"no {pattern!r}: {shown}"
        for pattern in ("Traceback", *step.never_says):
            assert not any(re.search(pattern, text) for text in texts), f"{pattern!r}: {shown}"
        for name in step.absent:
            assert not (self.folder / name).exists(), f"{name} is there: {shown}"


def require(need: str) -> None:
    """Raise NotTakenError unless a program, root, or a variable that names a jar is there."""
    there = {"root": os.geteuid() == 0}.get(need, need in os.environ or bool(shutil.which(need)))
    if not there:
        raise NotTakenError(f"there is no {need}")
