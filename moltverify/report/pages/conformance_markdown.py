"""What published releases do that a claim does not allow, for the claim's page."""

from collections.abc import Iterable, Iterator, Sequence

from msgspec import Struct

from moltverify.conformance.affected import (
    Answer,
    ReleaseAnswer,
    label_ranges,
    run_words,
    runs_of,
    timeline_of,
)
from moltverify.conformance.records import Status, VectorDifference
from moltverify.conformance.results import ReplayFinding
from moltverify.report.story.drift_story import story
from moltverify.report.terminal.trace_text import wrapped

WIDTH = 84  # columns of a story in a page
INDENT = 12


class Contradiction(Struct, frozen=True):
    """A drift: its reason on record, the releases that have it, and its simplest example."""

    reason: str
    releases: str
    example: str


class InTheCode(Struct, frozen=True):
    """What a page says about the releases: a sentence for each result, and each drift.

    `timeline` has the releases in time, each run of them with its letter and its words.
    """

    timeline: tuple[tuple[str, str, str], ...]
    lines: tuple[tuple[str, str], ...]
    contradictions: tuple[Contradiction, ...]
    omits: str


def in_the_code(findings: Sequence[ReplayFinding]) -> InTheCode | None:
    """Return what a page says about a claim's findings, or None if there are none."""
    if not findings:
        return None
    timeline = timeline_of(findings)
    order = [one.label for one in timeline]
    lines = gathered(((outcome(one), one.label) for one in findings), order)
    return InTheCode(
        timeline=tuple(timeline_run(run) for run in runs_of(timeline)),
        lines=tuple((labels, words) for words, labels in lines),
        contradictions=tuple(contradictions(findings, order)),
        # It is about the model, so it is the same for all releases.
        omits=next((one.omits for one in findings if one.omits), ""),
    )


def timeline_run(run: Sequence[ReleaseAnswer]) -> tuple[str, str, str]:
    """Return releases with the same status, as a range, a letter and the words for it."""
    answer = run[0].answer
    status = f", {run[0].finding.status.value.lower()}" if answer is Answer.UNKNOWN else ""
    return run_words([one.label for one in run]), answer.letter, answer.value + status


def gathered(pairs: Iterable[tuple[str, str]], order: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Yield each text once, with its releases in their order."""
    found: dict[str, list[str]] = {}
    for words, label in pairs:
        found.setdefault(words, []).append(label)
    for words, labels in found.items():
        yield words, label_ranges(labels, order)


def outcome(finding: ReplayFinding) -> str:
    """Return the result of a replay as a sentence."""
    reason = f" ({finding.reason})" if finding.reason else ""
    match finding.status:
        case Status.CONFORMS:
            words = f"conforms in all {finding.replayed:,} calls"
        case Status.IN_PART if not finding.differing:
            words = f"conforms in part, in {finding.replayed:,} calls"
        case Status.STRICTER | Status.IN_PART:
            words = f"is stricter: differs in {finding.differing:,} of {finding.replayed:,} calls"
        case Status.LAXER:
            words = f"is laxer: differs in {finding.differing:,} of {finding.replayed:,} calls"
        case Status.NO_COUNTERPART:
            return f"no counterpart: {finding.reason}"
        case Status.SYMBOL_MOVED | Status.COULD_NOT_LOAD:
            return f"{finding.status.value.lower()}: {finding.reason}"
        case Status.NOT_RUN:
            return f"not run: {finding.reason}"
        case Status.HAS_FAULT | Status.HAS_NOT | Status.CANNOT_TELL:
            # The pages are about greens; a record has no finding about a red.
            return f"{finding.status.value.lower()}: {finding.reason}"
    absent = f"; {finding.absent:,} more have no counterpart{reason}" if finding.absent else ""
    return words + absent


def contradictions(
    findings: Iterable[ReplayFinding], order: Sequence[str]
) -> Iterator[Contradiction]:
    """Yield each drift with the releases that show the same example."""
    found: dict[tuple[str, str], list[str]] = {}
    for finding in findings:
        for example in finding.examples:
            # By its text, because the example has JSON values, which cannot be part of a key.
            found.setdefault((example.known, example_text(example)), []).append(finding.label)
    for (known, lines), labels in found.items():
        reason = known or "Not on record with a reason."
        yield Contradiction(reason, label_ranges(labels, order), lines)


def example_text(example: VectorDifference) -> str:
    """Return an example as lines of text."""
    lines = [
        line.text
        for label, words in story(example)
        for line in wrapped(words, WIDTH, f"{label:<{INDENT}}", " " * INDENT, "")
    ]
    return "\n".join(lines)
