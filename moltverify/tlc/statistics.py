"""Numbers of states generated, found and left unexplored, from TLC's messages."""

from __future__ import annotations

import re
from collections.abc import Iterable

from moltverify.tlc.codes import INITIAL_STATES, Code
from moltverify.tlc.messages import Message
from moltverify.tlc.outcome import Statistics
from moltverify.tlc.progress import Progress, read_progress

_FINAL = re.compile(
    r"(\d{1,18}) states generated, (\d{1,18}) distinct states found, (\d{1,18}) states left"
)
# Depth-first search (-dfid) and simulation print fewer counts.
_FINAL_DFID = re.compile(r"(\d{1,18}) states generated, (\d{1,18}) distinct states found\.")
_FINAL_SIMULATION = re.compile(r"The number of states generated: (\d{1,18})")
_DEPTH = re.compile(r"The depth of the complete state graph search is (\d{1,18})\.")
_INITIAL_DISTINCT = re.compile(
    r"(\d{1,18}) distinct states? generated|(\d{1,18}) of them distinct"
    r"|(\d{1,18}) distinct state\(s\)"
)
_PROGRESSES = (Code.TLC_PROGRESS_STATS, Code.TLC_PROGRESS_STATS_DFID, Code.TLC_PROGRESS_SIMU)


def _last(messages: Iterable[Message], *codes: int) -> str:
    texts = [message.text for message in messages if message.code in codes]
    return texts[-1] if texts else ""


def final_counts(messages: Iterable[Message]) -> Progress | None:
    """Return the closing counts, which TLC prints without grouping digits, or None."""
    messages = tuple(messages)
    if found := _FINAL.search(_last(messages, Code.TLC_STATS)):
        return Progress(int(found[1]), int(found[2]), int(found[3]), None)
    if found := _FINAL_DFID.search(_last(messages, Code.TLC_STATS_DFID)):
        return Progress(int(found[1]), int(found[2]), None, None)
    if found := _FINAL_SIMULATION.search(_last(messages, Code.TLC_STATS_SIMU)):
        return Progress(int(found[1]), None, None, None)
    return None


def last_progress(messages: Iterable[Message]) -> Progress | None:
    """Return the counts of the last progress message, or None if there is none."""
    return read_progress(_last(messages, *_PROGRESSES))


def read_statistics(messages: Iterable[Message]) -> Statistics:
    """Return the counts of a run's messages; closing counts take precedence over progress."""
    # Progress is grouped by locale and older; it is the only source if the run was stopped.
    messages = tuple(messages)
    progress = last_progress(messages)
    counts = final_counts(messages) or progress or Progress(None, None, None, None)
    depth = _DEPTH.search(_last(messages, Code.TLC_SEARCH_DEPTH))
    initial = _INITIAL_DISTINCT.search(_last(messages, *INITIAL_STATES))
    return Statistics(
        generated=counts.generated,
        distinct=counts.distinct,
        queue=counts.queue,
        depth=int(depth[1]) if depth else (progress.depth if progress else None),
        initial_distinct=int(next(filter(None, initial.groups()))) if initial else None,
    )
