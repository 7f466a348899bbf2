"""A worker: reads runs of TLC from standard input, one JSON line each, and answers each.

The first line says which Java virtual machine to start. The end of the input is the end of the
parent, however it came about, and so the worker's own, at once and with whatever runs.
"""

import gc
import os
import queue
import resource
import signal
import sys
import threading
from typing import TYPE_CHECKING, BinaryIO

import msgspec

from moltverify.running.warm.worker_protocol import Machine, Request, WorkerAnswer

if TYPE_CHECKING:
    from moltverify.running.warm.jvm import Tlc

MAX_RUNS = 50  # where classes are loaded anew, a run leaves 4 MB of them behind
MAX_RENEWED = 1000  # where they stay, nothing is known to grow
NATIVE = 700  # MB beside the heap: classes, compiled code, buffers; more is a leak
BROKEN = 70  # exit code: this worker could not go on
# The ends at which TLC came to a conclusion (tlc2.output.EC.ExitStatus). After any other, such as
# 75, which is also that of memory that ran out, nobody knows what state the machine is in.
MEANINGFUL = frozenset({0, 10, 11, 12, 13, 14, 150, 151})


def main() -> None:
    """Serve until the input ends; whatever goes wrong ends this process at once."""
    requests, answers, said = take_over_streams()
    try:
        serve(requests, answers)
    except BaseException as error:
        os.write(said, f"{type(error).__name__}: {error}\n".encode())
    # Java's own end would wait for every thread that TLC has left.
    os._exit(BROKEN)


def serve(requests: BinaryIO, answers: BinaryIO) -> None:
    """Answer requests until this worker's share is done, then wait for the input's end."""
    lines: queue.SimpleQueue[bytes] = queue.SimpleQueue()
    threading.Thread(target=read_lines, args=(requests, lines), daemon=True).start()
    machine = msgspec.json.decode(lines.get(), type=Machine)

    from moltverify.running.warm.jvm import Tlc  # noqa: PLC0415 - the lifeline must stand before Java does

    # JPype collects Python's garbage whenever Java has collected its own, and there is none here.
    gc.disable()
    tlc = Tlc(machine)
    limit = heap_megabytes(machine) + NATIVE
    share = MAX_RENEWED if machine.renews else MAX_RUNS
    for run in range(1, share + 1):
        request = msgspec.json.decode(lines.get(), type=Request)
        answer = answer_to(tlc, request)
        surprise = answer.surprise or surprising(answer.exit_code, limit)
        surprise = surprise or ("it has run its share" if run == share else "")
        last = msgspec.structs.replace(answer, surprise=surprise)
        answers.write(msgspec.json.encode(last) + b"\n")
    # The parent ends this process when it has read the last answer.
    threading.Event().wait()


def take_over_streams() -> tuple[BinaryIO, BinaryIO, int]:
    """Move the three pipes away from the standard streams, which belong to TLC."""
    requests = os.fdopen(os.dup(0), "rb")
    answers = os.fdopen(os.dup(1), "wb", buffering=0)
    nothing = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1):
        os.dup2(nothing, stream)
    os.close(nothing)
    return requests, answers, os.dup(2)


def read_lines(requests: BinaryIO, lines: "queue.SimpleQueue[bytes]") -> None:
    """Pass lines on; when they end the parent is gone, and this process goes too."""
    for line in requests:
        lines.put(line)
    os.kill(os.getpid(), signal.SIGKILL)


def answer_to(tlc: "Tlc", request: Request) -> WorkerAnswer:
    """Run TLC with its standard streams in the run's files."""
    redirect(1, request.stdout)
    redirect(2, request.stderr)
    try:
        return tlc.run(request)
    finally:
        redirect(1, os.devnull)
        redirect(2, os.devnull)


def redirect(stream: int, file: str) -> None:
    """Let one of the standard streams write to a file."""
    opened = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    os.dup2(opened, stream)
    os.close(opened)


def surprising(exit_code: int, limit: int) -> str:
    """Say why the machine should not be used again, or nothing."""
    if exit_code not in MEANINGFUL:
        return f"exit code {exit_code}"
    if peak_megabytes() > limit:
        return "it has grown too large"
    return ""


def peak_megabytes() -> int:
    """Return the most memory that this process ever had."""
    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit // 2**20


def heap_megabytes(machine: Machine) -> int:
    """Return the size of the machine's heap; 1 GB if its options do not say."""
    sizes = [option[4:] for option in machine.options if option.startswith("-Xmx")]
    scale = {"m": 1, "g": 1024}
    return int(sizes[-1][:-1]) * scale[sizes[-1][-1]] if sizes else 1024


if __name__ == "__main__":
    main()
