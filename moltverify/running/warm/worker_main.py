"""The worker process: reads runs of TLC from standard input and writes an answer for each.

Runs and answers are one JSON value a line; the first line describes the virtual machine. The input
ends when the parent ends, for any reason; then the worker ends at once, also during a run.
"""

import gc
import mmap
import os
import queue
import re
import resource
import signal
import sys
import threading
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

import msgspec

from moltverify.running.parent_watch import leave_network
from moltverify.running.warm.worker_protocol import Machine, Request, WorkerAnswer

if TYPE_CHECKING:
    from moltverify.running.warm.jvm import Tlc

MAX_RUNS = 50  # where each run loads its classes again, it leaves 4 MB that are not freed
MAX_RENEWED = 1000  # where classes stay loaded, no growth is known
NATIVE = 700  # MB outside the heap for classes, compiled code and buffers; more is a leak
BROKEN = 70  # exit code for an error of the worker itself; TLC has no such exit status
# TLC reached a conclusion (tlc2.output.EC.ExitStatus). After another exit code the state of the
# virtual machine is unknown.
CONCLUSIVE_EXITS = frozenset({0, 10, 11, 12, 13, 14, 150, 151})
# TLC could not evaluate something: a mistake in the model, or memory or the stack ran out.
EVALUATION_EXITS = frozenset({75, 76, 77})
# What TLC prints of the latter: its codes from SYSTEM_OUT_OF_MEMORY to SYSTEM_STACK_OVERFLOW
# (tlc2.output.EC), or the name of what Java threw. A mistake in the model is an exception.
TROUBLE = re.compile(rb"@!@!@STARTMSG 100[1-5]:|\b\w+Error\b|GC overhead limit|Java heap space")


def main() -> None:
    """Serve until the input ends; an error ends this process at once with exit code BROKEN."""
    requests, answers, errors = take_over_streams()
    try:
        # First, because only a process of one thread may leave (unshare(2)).
        if sys.platform.startswith("linux"):
            leave_network()
        serve(requests, answers)
    except BaseException as error:
        # Standard error may be redirected to a run's file at this point.
        os.write(errors, f"{type(error).__name__}: {error}\n".encode())
    # An orderly end would wait for every thread that TLC left running.
    os._exit(BROKEN)


def serve(requests: BinaryIO, answers: BinaryIO) -> None:
    """Answer the allowed number of requests, then wait for the end of the input."""
    lines: queue.SimpleQueue[bytes] = queue.SimpleQueue()
    threading.Thread(target=read_lines, args=(requests, lines), daemon=True).start()
    machine = msgspec.json.decode(lines.get(), type=Machine)
    # Before Java starts, which copies it. What Python needed to come here is no model's to see.
    os.environ.clear()
    os.environ.update(machine.environment)

    from moltverify.running.warm.jvm import Tlc  # noqa: PLC0415 - read_lines must watch the parent before Java starts

    # JPype starts Python's collector after each of Java's collections; it has nothing to collect.
    gc.disable()
    tlc = Tlc(machine)
    limit = heap_megabytes(machine) + NATIVE
    max_runs = MAX_RENEWED if machine.renews else MAX_RUNS
    for run in range(1, max_runs + 1):
        request = msgspec.json.decode(lines.get(), type=Request)
        answer = answer_to(tlc, request)
        reason = answer.retire_reason or reason_to_retire(answer.exit_code, request, limit)
        reason = reason or (f"it has made {run} runs" if run == max_runs else "")
        final = msgspec.structs.replace(answer, retire_reason=reason)
        answers.write(msgspec.json.encode(final) + b"\n")
    # The parent kills this process after it has read the last answer.
    threading.Event().wait()


def take_over_streams() -> tuple[BinaryIO, BinaryIO, int]:
    """Return duplicates of the three pipes, because TLC writes to the standard streams.

    Standard input and output become /dev/null. The third value is a file descriptor.
    """
    requests = os.fdopen(os.dup(0), "rb")
    answers = os.fdopen(os.dup(1), "wb", buffering=0)
    nothing = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1):
        os.dup2(nothing, stream)
    os.close(nothing)
    return requests, answers, os.dup(2)


def read_lines(requests: BinaryIO, lines: "queue.SimpleQueue[bytes]") -> None:
    """Put lines into the queue, and kill this process at the end of the input."""
    for line in requests:
        lines.put(line)
    # SIGKILL, because TLC's threads and the JVM's shutdown hooks could delay any other end.
    os.kill(os.getpid(), signal.SIGKILL)


def answer_to(tlc: "Tlc", request: Request) -> WorkerAnswer:
    """Run TLC with the standard streams redirected to the run's files."""
    redirect(1, request.stdout)
    redirect(2, request.stderr)
    try:
        return tlc.run(request)
    finally:
        # A thread that outlives its run must not write into the files of this run or the next.
        redirect(1, os.devnull)
        redirect(2, os.devnull)


def redirect(stream: int, file: str) -> None:
    """Redirect a standard stream, by its descriptor, to a file.

    The descriptor is redirected, not `sys.stdout`, because Java writes to the descriptor.
    """
    opened = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    os.dup2(opened, stream)
    os.close(opened)


def reason_to_retire(exit_code: int, request: Request, limit: int) -> str:
    """Return why the virtual machine should not be used again, or an empty text.

    `limit` is in megabytes.
    """
    is_mistake = exit_code in EVALUATION_EXITS and not shows_trouble(request)
    if exit_code not in CONCLUSIVE_EXITS and not is_mistake:
        return f"exit code {exit_code}"
    if peak_megabytes() > limit:
        return f"it used more than {limit} MB"
    return ""


def shows_trouble(request: Request) -> bool:
    """Tell whether a run that failed may have left a virtual machine that differs from a new one.

    A new one costs as much as ten runs of a small model.
    """
    # Anything that the model prints can look like it; then a worker ends without need.
    try:
        return has_trouble(Path(request.stdout)) or has_trouble(Path(request.stderr))
    except (OSError, ValueError):
        return True


def has_trouble(printed: Path) -> bool:
    """Tell whether a file has `TROUBLE`; raises OSError, and ValueError if it shrinks meanwhile."""
    # An empty file cannot be mapped, and one that a model filled should not be read as a whole.
    if not printed.stat().st_size:
        return False
    with (
        printed.open("rb") as file,
        mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content,
    ):
        return TROUBLE.search(content) is not None


def peak_megabytes() -> int:
    """Return the peak resident size of this process since its program began."""
    # What getrusage(2) says on Linux begins with the peak of the parent (`exec_mmap` in fs/exec.c),
    # and so the workers of a large program would all retire. proc(5): kilobytes.
    with suppress(OSError, IndexError):
        status = Path("/proc/self/status").read_bytes()
        return int(status.partition(b"VmHWM:")[2].split()[0]) // 1024
    # getrusage(2): kilobytes, but bytes on macOS.
    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit // 2**20


def heap_megabytes(machine: Machine) -> int:
    """Return the size of the machine's heap; 1 GB if its options do not say."""
    sizes = [option[4:] for option in machine.options if option.startswith("-Xmx")]
    scale = {"m": 1, "g": 1024}
    return int(sizes[-1][:-1]) * scale[sizes[-1][-1]] if sizes else 1024


if __name__ == "__main__":
    main()
