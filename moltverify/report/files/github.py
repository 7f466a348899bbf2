"""What GitHub Actions shows about a run: annotations in files, and the step's summary."""

from collections.abc import Iterator

from moltverify.registry.records import Registry
from moltverify.registry.repository_paths import Repository
from moltverify.registry.spec_texts import SpecTexts
from moltverify.report.extra_findings import Further
from moltverify.report.files.workflow_commands import command
from moltverify.report.newest_release import newest_release
from moltverify.report.pages.markdown import suite_markdown
from moltverify.report.story.escaping import inert, inert_line
from moltverify.report.story.source_locations import FilePlace, Places
from moltverify.suite.results import ModelResult, SuiteResult
from moltverify.suite.verdict import Verdict

LEVELS = {
    Verdict.UNEXPECTED: "error",
    Verdict.BROKEN: "error",
    Verdict.INCONCLUSIVE: "warning",
    Verdict.DISPUTED: "error",
}
SUMMARY_LIMIT = 1024 * 1024  # bytes: GitHub drops a step's summary that is longer


def annotations(suite: SuiteResult, registry: Registry, sources: SpecTexts) -> Iterator[str]:
    """Yield a workflow command, without its line end, for each result not as expected."""
    repository = Repository(registry)
    for result in suite.models:
        if result.verdict in LEVELS:
            # A recorded result may be of a model that is no longer registered: it has no place.
            found = sources.of(result.id)
            place = Places(found, repository).of_result(result) if found else None
            yield annotation(result, place)
    if suite.missing:
        # One for all, because GitHub shows at most ten warnings of a step.
        yield command("warning", {"title": "not run"}, inert_line(", ".join(suite.missing)))


def annotation(result: ModelResult, place: FilePlace | None) -> str:
    """Return the workflow command for one result."""
    title = inert_line(f"{result.id}: {result.verdict.value}")
    properties = {"title": title} if place is None else {**position(place), "title": title}
    # The message may keep its line breaks, which `command` escapes.
    return command(LEVELS[result.verdict], properties, inert(result.reason))


def position(place: FilePlace) -> dict[str, str]:
    """Return a place as properties; GitHub takes columns only for a place within one line."""
    numbers = {"line": place.line, "endLine": place.end_line}
    if place.end_line in {None, place.line}:
        numbers |= {"col": place.column, "endColumn": place.end_column}
    written = {name: str(number) for name, number in numbers.items() if number is not None}
    return {"file": inert_line(place.path), **written}


def step_summary(
    suite: SuiteResult, registry: Registry, further: Further, room: int = SUMMARY_LIMIT
) -> bytes:
    """Return Markdown for the step's summary, at most `room` bytes; empty if none fits."""
    newest = newest_release(further, registry, {one.claim for one in suite.models})
    # The counterexamples are most of the text, and can be read in the other reports too.
    for traces in (True, False):
        text = suite_markdown(suite, registry, newest, traces=traces)
        content = text.encode("utf-8", "backslashreplace")
        if len(content) <= room:
            return content
    return b""
