"""Phrases that can cost anything, rendered in a process of bounded time and memory.

No check of a template can foresee what it costs: a filter, a width in a format or a macro that
calls itself multiplies as well as a loop does, and in C code, where Python runs no signal handler.
"""

import atexit
import os
import select
import subprocess
import sys
import threading
import time
from contextlib import suppress

import msgspec

from moltverify.report.story.phrase_main import SECONDS, PhraseAnswer, PhraseRequest
from moltverify.tlc.trace import Step

PATIENCE = 10 * SECONDS  # of the clock: a busy machine gives less processor time
BUDGET = 60.0  # seconds of processor time for all phrases of a program
LONGEST_ANSWER = 1 << 20


class PhraseFailedError(Exception):
    """A phrase has no sentence; the message says why."""


class PhraseWorker:
    """The process that renders phrases; it starts with the first one, and again after an end.

    A phrase that exceeded its bounds once is not rendered again, because a counterexample may take
    the same action a thousand times.
    """

    def __init__(self, budget: float = BUDGET) -> None:
        self.left = budget
        self.refused: set[str] = set()
        self.idle = True  # no request waits for its answer
        self.child: subprocess.Popen[bytes] | None = None
        self.lock = threading.Lock()

    def sentence(self, phrase: str, step: Step, before: Step | None) -> str:
        """Return the phrase's sentence; raises PhraseFailedError if it has none."""
        request = msgspec.json.encode(PhraseRequest(phrase, step, before)) + b"\n"
        with self.lock:
            answer = self.ask(phrase, request)
        if answer.failed:
            raise PhraseFailedError(answer.failed)
        return answer.sentence

    def ask(self, phrase: str, request: bytes) -> PhraseAnswer:
        """Return the process's answer; raises PhraseFailedError if it gives none."""
        if phrase in self.refused:
            raise PhraseFailedError(f"it takes more than {SECONDS} s or too much memory")
        if self.left <= 0:
            raise PhraseFailedError("the phrases before it have used the time for all phrases")
        try:
            answer = self.exchange(request)
        except (OSError, ValueError) as error:
            self.refused.add(phrase)
            self.left -= SECONDS
            raise PhraseFailedError(f"it takes more than {SECONDS} s or too much memory") from error
        finally:
            # Also after ^C: an answer that comes late must not be taken for that of another phrase.
            if self.child and not self.idle:
                self.close()
        self.left -= answer.seconds
        return answer

    def exchange(self, request: bytes) -> PhraseAnswer:
        """Send one request and read its answer; raises OSError or ValueError if none comes."""
        self.idle = False
        child = self.child = self.child or started()
        assert child.stdin
        assert child.stdout
        child.stdin.write(request)
        child.stdin.flush()
        line = read_line(child.stdout.fileno(), time.monotonic() + PATIENCE)
        answer = msgspec.json.decode(line, type=PhraseAnswer)
        self.idle = True
        return answer

    def close(self) -> None:
        """End the process, if there is one."""
        child, self.child = self.child, None
        if child:
            child.kill()
            # Closing sends what is buffered to a process that has gone.
            with suppress(OSError):
                child.communicate()


def started() -> subprocess.Popen[bytes]:
    """Start the process; -P keeps the current folder, which may be anybody's, off its path."""
    # A session of its own: ^C in a terminal is for the program, which ends this process in order.
    return subprocess.Popen(
        [sys.executable, "-P", "-m", "moltverify.report.story.phrase_main"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )


def read_line(file: int, deadline: float) -> bytes:
    """Return the next line; raises OSError if none, or too long a one, comes in time."""
    line = b""
    while not line.endswith(b"\n"):
        ready, _, _ = select.select([file], [], [], max(0.0, deadline - time.monotonic()))
        part = os.read(file, 65536) if ready else b""
        if not part or len(line) > LONGEST_ANSWER:
            raise OSError("no answer")
        line += part
    return line


WORKER = PhraseWorker()
atexit.register(WORKER.close)
