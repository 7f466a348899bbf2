"""Parts of a log for one run of TLC each.

Segments with other constants need other runs. Beyond that a run has a bounded number of events, so
that a large log takes little memory, and several processors.
"""

import re
from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from moltverify.running.staged_files import CONFIG, MODULE, StagedFile, StagedFiles
from moltverify.tla.config import Named
from moltverify.tla.config_writer import write_config
from moltverify.tla.derived_config import only_constants
from moltverify.tlc.outcome import Failed, FailureReason
from moltverify.tracing.follow_run import Follower, require_answer
from moltverify.tracing.following import Following
from moltverify.tracing.log_module import LOG, log_module
from moltverify.tracing.log_segments import LogSegment
from moltverify.tracing.mapped_steps import defined

MOST_EVENTS_OF_RUN = 4000
ROOT_OF_CONSTANTS = "MoltverifyConstants"
SAME = re.compile(r'^<<\s*"moltverify same",\s*(\d+),\s*', re.MULTILINE)


def batches(following: Following, follower: Follower) -> Iterator[tuple[LogSegment, ...]]:
    """Yield the segments in the parts for single runs; raises as `Follower.run`."""
    for group in constant_groups(following, follower):
        yield from bounded(group)


def bounded(segments: Sequence[LogSegment]) -> Iterator[tuple[LogSegment, ...]]:
    """Yield segments in parts of bounded size; a longer segment is a part of its own."""
    part, events = list[LogSegment](), 0
    for one in segments:
        if part and events + len(one.events) > MOST_EVENTS_OF_RUN:
            yield tuple(part)
            part, events = [], 0
        part.append(one)
        events += len(one.events)
    if part:
        yield tuple(part)


def constant_groups(following: Following, follower: Follower) -> list[tuple[LogSegment, ...]]:
    """Return the segments by the values of the constants that must fit them."""
    segments = following.segments
    if len(segments) < 2 or not following.mapping.constants:
        return [segments]
    groups: dict[str, list[LogSegment]] = {}
    for part in bounded(segments):
        values = constant_values(following, part, follower)
        for one, value in zip(part, values, strict=True):
            groups.setdefault(value, []).append(one)
    return [tuple(group) for group in groups.values()]


def constant_values(
    following: Following, segments: tuple[LogSegment, ...], follower: Follower
) -> list[str]:
    """Return the constants' values for each segment, as TLC prints them."""
    reading, _ = follower.read(following, constant_files(following, segments))
    # TLC evaluates the assumption that prints, and finds no behaviour to look at.
    outcome = reading.outcome
    if not (isinstance(outcome, Failed) and outcome.reason is FailureReason.NO_INITIAL_STATES):
        require_answer(outcome, following, follower.timeout)
    parts = SAME.split("\n".join(reading.printed))[1:]
    found = {
        int(number): " ".join(text.split())
        for number, text in zip(parts[::2], parts[1::2], strict=True)
    }
    return [found[number] for number in range(1, len(segments) + 1)]


def constant_files(following: Following, segments: tuple[LogSegment, ...]) -> StagedFiles:
    """Return the files of a run that prints the constants' values for each segment.

    The design is the registered one: it lends its operators, and its own constants have the
    config's values.
    """
    texts = following.mapping.constants.values()
    lines = [
        f"---- MODULE {ROOT_OF_CONSTANTS} ----",
        f"EXTENDS {following.design.root}, {LOG}",
    ]
    for number, text in enumerate(texts, start=1):
        lines += defined(f"MoltverifyConstant{number}(Events)", text)
    values = ", ".join(f"MoltverifyConstant{n}(events)" for n in range(1, len(texts) + 1))
    lines += [
        f"MoltverifyValues(events) == <<{values}>>",
        "ASSUME \\A segment \\in MoltverifySegments :",
        '  MoltverifyPrint(<<"moltverify same", segment,',
        "    MoltverifyValues(MoltverifyEventsOf(segment))>>)",
        "VARIABLE moltverifyNone",
        "MoltverifyNever == moltverifyNone \\in {}",
        "====",
    ]
    files = following.design.files
    # Without a behaviour TLC refuses a module that has variables.
    none = Named("MoltverifyNever", 0)
    config = write_config(replace(only_constants(following.design.config), init=none, next=none))
    return StagedFiles(
        module=StagedFile(f"{ROOT_OF_CONSTANTS}{MODULE}", ("\n".join(lines) + "\n").encode()),
        config=StagedFile(f"{ROOT_OF_CONSTANTS}{CONFIG}", config.encode()),
        others=(
            StagedFile(f"{LOG}{MODULE}", log_module(segments).encode()),
            files.module,
            *files.others,
        ),
    )
