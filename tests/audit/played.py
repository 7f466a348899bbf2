"""A bench whose runs of TLC are played: each gives an output that the test wrote beforehand."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from threading import Event

from msgspec import Struct

from moltverify.audit.experiments.experiments import Bench
from moltverify.running.command import TlcCommand
from moltverify.running.engines import RunSize
from moltverify.running.java_search import Java
from moltverify.running.process import End, Finished
from moltverify.running.tethered_process import Launch
from moltverify.running.toolchain import Jar, Toolchain
from moltverify.suite import loop as suite

# No test starts this Java: a launch decides what runs, and here it only writes an output.
TOOLS = Toolchain(
    Java(Path("/nowhere/java"), "a test"), Jar(Path("/nowhere/tla2tools.jar"), "0" * 64)
)


class Played(Struct, frozen=True):
    """What one run of TLC prints, its exit code, and how its process ends.

    With `waits`, it goes on until it is stopped.
    """

    output: str
    exit_code: int = 0
    end: End = End.EXITED
    seconds: float = 1.0
    waits: bool = False


class GivenSpec(Struct, frozen=True):
    """What TLC was given in one run: its options, its root, and the texts of its files by name."""

    options: tuple[str, ...]
    module: str
    files: dict[str, str]


Answer = Callable[[GivenSpec], Played]


class Stage:
    """Plays the run that answers to what TLC is given, and keeps what it was given."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer
        self.specs: list[GivenSpec] = []

    def launch_for(self, _: RunSize) -> Launch:
        """Return the launch that plays the next run, whatever its size."""
        return self.launch

    def launch(
        self, command: TlcCommand, _: float, stop: Event | None, __: Callable[[], None]
    ) -> Finished:
        """Write the next output in the place of TLC."""
        files = {file.name: file.read_text() for file in command.private.spec.iterdir()}
        self.specs.append(GivenSpec(command.options, command.module, files))
        run = self.answer(self.specs[-1])
        command.output.write_text(run.output)
        command.errors.write_text("")
        if run.waits:
            # So long only if nothing stops it, which fails the test.
            assert stop
            assert stop.wait(100)
        return Finished(run.exit_code, run.end, run.seconds)


def stage_in(folder: Path, *runs: Played | Answer, again: bool = False) -> tuple[Stage, Bench]:
    """Return a stage with these runs in turn, and a bench on it that keeps what it knows.

    An answer instead of a run is asked for this run and all that follow.
    """
    waiting = list(runs)

    def answer(spec: GivenSpec) -> Played:
        assert waiting, f"TLC is asked once more: {spec.module}"
        first = waiting[0]
        if not isinstance(first, Played):
            return first(spec)
        del waiting[0]
        return first

    stage = Stage(answer)
    settings = suite.SuiteSettings(toolchain=TOOLS, folder=folder / "run", jobs=1)
    return stage, Bench(settings, stage.launch_for, folder, Event(), again)


def frame(code: int, text: str, kind: int = 0) -> str:
    """Return a message as TLC prints it under -tool."""
    return f"@!@!@STARTMSG {code}:{kind} @!@!@\n{text}\n@!@!@ENDMSG {code} @!@!@\n"


START = "".join(
    [
        frame(2262, "TLC2 Version 2.15 of Day Month 20?? (rev: d5b5a7f)"),
        frame(2187, "Running breadth-first search Model-Checking with fp 0 and seed 1"),
        frame(2220, "Starting SANY..."),
        frame(2219, "SANY finished."),
        frame(2185, "Starting... (2026-01-01 00:00:00)"),
    ]
)
FINISH = frame(2186, "Finished in 5ms at (2026-01-01 00:00:00)")


def holding(
    *printed: str, distinct: int = 3, depth: int = 3, coverage: str = "", seconds: float = 1.0
) -> Played:
    """Return a run that holds, with lines that Print printed."""
    counts = f"9 states generated, {distinct} distinct states found, 0 states left on queue."
    output = [
        START,
        frame(2190, "Finished computing initial states: 1 distinct state generated at 00:00."),
        *(f"{line}\n" for line in printed),
        frame(2193, "Model checking completed. No error has been found."),
        coverage,
        frame(2200, f"Progress({depth}) at 2026-01-01 00:00:00: {counts}"),
        frame(2199, counts),
        frame(2194, f"The depth of the complete state graph search is {depth}."),
        FINISH,
    ]
    return Played("".join(output), seconds=seconds)


def coverage(*actions: str, zero: Iterable[str] = ()) -> str:
    """Return a report in which these actions were taken once, and places were never evaluated.

    An action is its place in TLC's words with a name before it; `zero` are places.
    """
    return "".join(
        [
            frame(2201, "The coverage statistics at 2026-01-01 00:00:00"),
            *(frame(2772, f"<{action}>: 1:1") for action in actions),
            *(frame(2221, f"  {place}: 0") for place in zero),
            frame(2202, "End of statistics."),
        ]
    )


def violating(name: str = "Safe", steps: int = 2) -> Played:
    """Return a run in which an invariant is violated after some states."""
    states = [
        f"{n}: {'<Initial predicate>' if n == 1 else '<Toggle>'}\n/\\ x = {n}"
        for n in range(1, steps + 1)
    ]
    return Played(
        "".join(
            [
                START,
                frame(2110, f"Invariant {name} is violated.", 1),
                frame(2121, "The behavior up to this point is:", 1),
                *(frame(2217, one, 4) for one in states),
                frame(2199, "9 states generated, 3 distinct states found, 0 states left on queue."),
                frame(2194, "The depth of the complete state graph search is 3."),
                FINISH,
            ]
        ),
        12,
    )


def failing(*printed: str, message: str = "Attempted to apply a function") -> Played:
    """Return a run in which TLC cannot evaluate an expression."""
    output = [START, *(f"{line}\n" for line in printed), frame(1000, message, 1), FINISH]
    return Played("".join(output), 75)


def endless() -> Played:
    """Return a run that goes on until it is stopped."""
    return Played(START, -15, End.STOPPED, waits=True)


def timed_out() -> Played:
    """Return a run that was ended because its time was over."""
    return Played(START, -15, End.TIMED_OUT)
