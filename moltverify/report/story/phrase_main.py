"""The process that renders phrases within bounds: a request a line, an answer a line."""

import math
import resource
import sys
import time
from contextlib import suppress

import msgspec
from msgspec import Struct

from moltverify.report.story.phrase_rendering import plain_reason, render_phrase
from moltverify.tlc.trace import Step

SECONDS = 2  # of processor time for one phrase; a sentence takes a millisecond
# Bytes, of which Python and its packages take some 100 MB. A fast machine reads through a whole GB
# within SECONDS, which made a phrase of that length fail on some machines only.
MEMORY = 1 << 29


class PhraseRequest(Struct, frozen=True):
    """A phrase and the step that it is about."""

    phrase: str
    step: Step
    before: Step | None


class PhraseAnswer(Struct, frozen=True):
    """A sentence, or why there is none; `seconds` is the processor time that it took."""

    sentence: str
    failed: str
    seconds: float


def bounded_answer(request: PhraseRequest) -> PhraseAnswer:
    """Render one phrase; the kernel ends this process when the phrase has used its time."""
    started = time.process_time()
    hard = resource.getrlimit(resource.RLIMIT_CPU)[1]
    # The limit counts from the start of the process, in whole seconds.
    resource.setrlimit(resource.RLIMIT_CPU, (math.ceil(started) + SECONDS, hard))
    sentence, failed = "", ""
    try:
        sentence = render_phrase(request.phrase, request.step, request.before)
    except MemoryError:
        failed = "it needs more memory than a phrase may have"
    except Exception as error:  # a phrase is a program of the registry's author
        failed = plain_reason(error) or type(error).__name__
    return PhraseAnswer(encodable(sentence), encodable(failed), time.process_time() - started)


def encodable(text: str) -> str:
    """Return the text without lone surrogates, which a phrase can write and UTF-8 has not."""
    return text.encode("utf-8", "replace").decode()


def main() -> None:
    """Answer requests until the input ends, which it does with the program that reads us."""
    # macOS has no limit on addresses; time remains bounded there.
    with suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    # No core file when the limit on time ends this process.
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    decoder = msgspec.json.Decoder(PhraseRequest)
    for line in sys.stdin.buffer:
        sys.stdout.buffer.write(msgspec.json.encode(bounded_answer(decoder.decode(line))) + b"\n")
        sys.stdout.buffer.flush()


if __name__ == "__main__":
    main()
