"""A command line that starts TLC: its config and module, and the options that change the search."""

import re
import shlex
from collections.abc import Sequence

from msgspec import Struct

from moltverify.plural import counted
from moltverify.running.job import RandomSearch

STARTS_TLC = re.compile(r"\btlc2\.TLC\b|-jar\s+\S*tla2tools\S*|(?:^|[\s;&|(@])tlc2?(?=\s)")
# Options with a word of their own that says nothing about the search.
WITH_VALUE = frozenset(
    {
        *("-workers", "-fp", "-fpbits", "-fpmem", "-aril", "-userFile", "-recover"),
        *("-metadir", "-coverage", "-checkpoint", "-maxSetSize", "-lncheck"),
        *("-teSpecOutDir", "-view"),
    }
)
VALUES = frozenset({"-config", "-depth", "-seed", "-dfid"})
TO_DEPTH = "{place} runs it with -dfid, to a depth only, which a registry cannot say"
RANDOM = ("-simulate", "-generate")
END = re.compile(r"[;|]|&&|\d?>{1,2}&?\S*|\bthen\b")
# `timeout -k 5 90s java ...`, as GNU has it.
TIME_LIMIT = re.compile(r"\btimeout\s+(?:-[ks]\s+\S+\s+|-\S+\s+)*(\d+(?:\.\d+)?)([smhd]?)\s+(?=\S)")
SECONDS = {"": 1, "s": 1, "m": 60, "h": 3600, "d": 86400}
# TLC follows traces until it is ended; adoption needs an end.
DEFAULT_TRACES = 1000
DEFAULT_DEPTH = 100  # TLC's own
MOST = 2**31 - 1  # what `manifest.json` and TLC say for no limit


class TlcLine(Struct, frozen=True, kw_only=True):
    """The words after the start of TLC: the config and module as written, and the options.

    `search` is that of random traces; `to_depth` that of `-dfid`, which ends at a depth.
    """

    config: str = ""
    module: str = ""
    deadlock: bool | None = None
    libraries: tuple[str, ...] = ()
    search: RandomSearch | None = None
    to_depth: bool = False


def tlc_line(text: str) -> TlcLine:
    """Return what a command tells TLC; options of Java that name libraries too."""
    # The last one, because a path before it may have the name too.
    found = list(STARTS_TLC.finditer(text))[-1]
    before, after = text[: found.start()], text[found.end() :]
    libraries = re.findall(r"-DTLA-Library=(\"[^\"]*\"|'[^']*'|\S+)", before + after)
    folders = [one for each in libraries for one in re.split(r"[:;]", each.strip("\"'")) if one]
    options, module = told_options(words_of_command(after))
    return TlcLine(
        config=options.get("-config", ""),
        module=module,
        # A wrapper may add it behind the command's end.
        deadlock=False if re.search(r"\s-deadlock\b", after) else None,
        libraries=tuple(folders),
        search=search_of(options, time_limit(before)),
        to_depth="-dfid" in options,
    )


def told_options(words: Sequence[str]) -> tuple[dict[str, str], str]:
    """Return the options about model and search with their values, and the module."""
    waiting, options, module = list(words), dict[str, str](), ""
    while waiting:
        word = waiting.pop(0)
        if word in VALUES:
            options[word] = waiting.pop(0) if waiting else ""
        elif word in RANDOM:
            options[word] = waiting.pop(0) if is_about_traces(waiting[:1]) else ""
        elif word == "-dump" and waiting:
            # A format comes before the file: dot, or dot,colorize.
            waiting = waiting[2:] if waiting[0].startswith("dot") else waiting[1:]
        elif word == "-dumpTrace":
            waiting = waiting[2:]
        elif word in WITH_VALUE:
            waiting = waiting[1:]
        elif not word.startswith("-"):
            module = word
    return options, module


def is_about_traces(words: Sequence[str]) -> bool:
    """Tell whether the word after -simulate belongs to it, such as `num=100`."""
    return any(re.match(r"(num|file|stats)=", word) for word in words)


def search_of(options: dict[str, str], seconds: int | None) -> RandomSearch | None:
    """Return the search of random traces that options ask for; None for all states."""
    option = next((one for one in RANDOM if one in options), None)
    if option is None:
        return None
    number = re.search(r"\bnum=(\d+)", options[option])
    traces = int(number[1]) if number else MOST
    return bounded_search(
        option,
        traces=None if traces >= MOST else traces,
        depth=whole_number(options.get("-depth", "")) or DEFAULT_DEPTH,
        seconds=seconds,
        seed=whole_number(options.get("-seed", "")) or 0,
    )


def row_search(text: str) -> RandomSearch | None:
    """Return the random traces that a row of a table asks for, in options that it hands on."""
    if not any(option in text for option in RANDOM):
        return None
    # They may be one argument for the script that starts TLC.
    words = [part for word in words_of_command(text) for part in word.split()]
    return search_of(told_options(words)[0], None)


def bounded_search(
    option: str,
    traces: int | None,
    depth: int = DEFAULT_DEPTH,
    seconds: int | None = None,
    seed: int = 0,
) -> RandomSearch:
    """Return a search of random traces with an end, as a registry needs one."""
    endless = not traces and not seconds
    return RandomSearch(
        option=option,
        traces=DEFAULT_TRACES if endless else traces,
        depth=depth,
        seconds=seconds,
        seed=seed,
    )


def search_text(search: RandomSearch) -> str:
    """Return how many random traces TLC follows, and for how long."""
    traces = counted(search.traces, "trace") if search.traces else "traces"
    limit = f", for {search.seconds:,} s" if search.seconds else ""
    return f"{traces} of up to {counted(search.depth, 'step')}{limit}"


def whole_number(text: str) -> int | None:
    """Return a number that TLC and a registry take, or None."""
    return int(text) if re.fullmatch(r"[0-9]{1,9}", text) else None


def time_limit(before: str) -> int | None:
    """Return the seconds after which a command is ended by `timeout`, or None."""
    found = TIME_LIMIT.search(before)
    return (int(float(found[1]) * SECONDS[found[2]]) or None) if found else None


def words_of_command(text: str) -> list[str]:
    """Return a command's words up to its end, such as a pipe or a redirection."""
    end = END.search(text)
    part = text[: end.start()] if end else text
    try:
        return shlex.split(part)
    except ValueError:
        # A quotation mark whose partner is on another line.
        return part.split()
