"""Small models, one for each kind of outcome of TLC, and functions that run them."""

import os
import re
from collections.abc import Callable
from pathlib import Path
from threading import Event

from msgspec import Struct
from msgspec.structs import replace

from moltverify.running import process
from moltverify.running.command import TlcCommand
from moltverify.running.job import TlcJob, TlcOptions
from moltverify.running.portless_jar import PLAIN_MAIN, PORTLESS_MAIN
from moltverify.running.process import Finished
from moltverify.running.run_tlc import TlcRun, TlcTask, run_task
from moltverify.running.staged_files import read_staged_files
from moltverify.running.tethered_process import Launch, tethered
from moltverify.running.toolchain import Toolchain
from moltverify.tla.dependencies import DependencyReader

COUNTER = "VARIABLE x\nInit == x = 0\nNext == x' = (x + 1) % 5\nSpec == Init /\\ [][Next]_x\n"
FAIR = COUNTER + "Fair == Spec /\\ WF_x(Next)\n"
# 2^15 states and 490,000 steps, so that it takes about a second.
SETS = (
    "VARIABLE s\nInit == s = {}\n"
    "Next == \\E i \\in 1..15: s' = IF i \\in s THEN s \\ {i} ELSE s \\union {i}\n"
)
ENDLESS = "VARIABLE x\nInit == x = 0\nNext == x' = x + 1\n"
GREEDY = "VARIABLE x\nInit == x = {}\nNext == x' = SUBSET (1..25) \\ {x}\n"
INIT_NEXT = "INIT Init\nNEXT Next\n"


# Lines that can differ between two runs of the same engine.
PASSING = [
    # TLC prints progress after three seconds, so a slower run has this line.
    (r"@!@!@STARTMSG 2200:0 @!@!@\n[^@]*\n@!@!@ENDMSG 2200 @!@!@\n", ""),
    (r"tlc-[a-z0-9_]{8}", "tlc-PRIVATE"),
    (r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d", "NOW"),
    (r"\d+ms|\d\d+s\b", "TIME"),
    (r"\(\d[\d,]* d?s/min\)", "RATE"),
    (r"with \d+MB heap and \d+MB offheap memory \[pid: \d+\]", "MEMORY"),
]


class Kind(Struct, frozen=True):
    """A module's body, its config, and its options."""

    body: str
    config: str
    options: TlcOptions = TlcOptions()


KINDS = {
    "holds": Kind(COUNTER + "Inv == x < 5", "SPECIFICATION Spec\nINVARIANT Inv"),
    "invariant": Kind(COUNTER + "Inv == x < 4", "SPECIFICATION Spec\nINVARIANT Inv"),
    "initial": Kind(COUNTER + "Inv == x > 0", "SPECIFICATION Spec\nINVARIANT Inv"),
    "deadlock": Kind("VARIABLE x\nInit == x = 0\nNext == x < 3 /\\ x' = x + 1", INIT_NEXT),
    "deadlock allowed": Kind(
        "VARIABLE x\nInit == x = 0\nNext == x < 3 /\\ x' = x + 1\nInv == x < 9",
        INIT_NEXT + "INVARIANT Inv",
        TlcOptions(deadlock=False),
    ),
    "liveness": Kind(FAIR + "Ev == []<>(x = 3)", "SPECIFICATION Fair\nPROPERTY Ev"),
    "lasso": Kind(FAIR + "Ev == <>[](x = 3)", "SPECIFICATION Fair\nPROPERTY Ev"),
    "stuttering": Kind(COUNTER + "Ev == <>(x = 3)", "SPECIFICATION Spec\nPROPERTY Ev"),
    "action property": Kind(COUNTER + "Up == [][x' > x]_x", "SPECIFICATION Spec\nPROPERTY Up"),
    "assumption": Kind(COUNTER + "ASSUME 1 = 2", "SPECIFICATION Spec"),
    "assertion": Kind(
        'VARIABLE x\nInit == x = 0\nNext == Assert(x < 2, <<x, "no">>) /\\ x\' = x + 1', INIT_NEXT
    ),
    "parse error": Kind("VARIABLE x\nInit == x = \nNext == TRUE", INIT_NEXT),
    "unknown name": Kind("VARIABLE x\nInit == x = y\nNext == x' = x", INIT_NEXT),
    "config error": Kind(COUNTER, "SPECIFICATION Spec\nINVARIANT Missing"),
    "evaluation error": Kind("VARIABLE x\nInit == x = 0\nNext == x' = x + {}", INIT_NEXT),
    "printed": Kind(COUNTER + 'ASSUME PrintT(<<"grün", 1>>)\nInv == x < 5', "SPECIFICATION Spec"),
    "deep recursion": Kind(
        "VARIABLE x\nRECURSIVE F(_)\nF(n) == IF n = 0 THEN 0 ELSE 1 + F(n - 1)\n"
        "Init == x = 0\nNext == x' = F(100000)",
        INIT_NEXT,
    ),
    "sets": Kind(SETS + "Inv == s # 1..15", INIT_NEXT + "INVARIANT Inv"),
}


def write(folder: Path, kind: Kind, name: str = "Kind") -> TlcJob:
    """Write a kind's files and return them as a job."""
    folder.mkdir(parents=True, exist_ok=True)
    module, config = folder / f"{name}.tla", folder / f"{name}.cfg"
    module.write_text(
        f"---- MODULE {name} ----\nEXTENDS Naturals, TLC\n{kind.body}\n====\n", encoding="utf-8"
    )
    config.write_text(kind.config + "\n", encoding="utf-8")
    return TlcJob(module=module, config=config, options=kind.options)


def run(
    job: TlcJob,
    toolchain: Toolchain,
    logs: Path,
    launch: Launch,
    timeout: float = 60,
    more: tuple[str, ...] = (),
) -> TlcRun:
    """Run a job, with `more` options of TLC, and return the result."""
    task = TlcTask(
        files=read_staged_files(job, DependencyReader()),
        options=replace(job.options, timeout=timeout, workers=1),
        toolchain=toolchain,
        logs=logs,
        more=more,
    )
    return run_task(task, launch)


def launch_plain(
    command: TlcCommand, timeout: float, stop: Event | None, on_tick: Callable[[], None]
) -> Finished:
    """Run TLC in a process of its own by its own main class."""
    ours = tethered(command)
    words = [PLAIN_MAIN if word == PORTLESS_MAIN else word for word in ours.arguments]
    return process.run(replace(ours, arguments=words), timeout, stop, on_tick)


def said(logs: Path) -> str:
    """Return TLC's output without the lines that can differ between two runs."""
    text = (logs / "output.txt").read_text() + (logs / "errors.txt").read_text()
    text = text.replace(str(logs), "LOGS")
    for pattern, word in PASSING:
        text = re.sub(pattern, word, text)
    # Java knows only the working directory that it started in, and TLC then prints a bare name.
    return text.replace("Parsing file LOGS/tlc-PRIVATE/spec/", "Parsing file ")


def ticking(launch: Launch, on_tick: Callable[[TlcCommand], None]) -> Launch:
    """Return a launch that also calls a function with the command at each tick."""

    def also(
        command: TlcCommand, timeout: float, stop: Event | None, tell: Callable[[], None]
    ) -> Finished:
        def tick() -> None:
            tell()
            on_tick(command)

        return launch(command, timeout, stop, tick)

    return also


OTHERS = ("multiprocessing.resource_tracker", "moltverify.report.story.phrase_main")


def children(parent: int | None = None) -> dict[int, str]:
    """Return the processes below one (this one by default) with their command lines.

    Without those that earlier tests left: one that Python keeps wherever multiprocessing was used,
    and one that renders phrases until the program ends.
    """
    found: dict[int, str] = {}
    listed = Path(f"/proc/{parent or os.getpid()}/task").glob("*/children")
    for child in (int(pid) for file in listed for pid in file.read_text().split()):
        try:
            line = Path(f"/proc/{child}/cmdline").read_text().replace("\0", " ")
            if not any(other in line for other in OTHERS):
                found[child] = line
                found |= children(child)
        except OSError:
            continue  # it ended meanwhile
    return found


def warm_workers(parent: int | None = None) -> list[int]:
    """Return the ids of the warm workers below a process."""
    return [pid for pid, line in children(parent).items() if "worker_main" in line]
