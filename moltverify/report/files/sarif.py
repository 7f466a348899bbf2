"""SARIF: results that are not as expected, at their lines, for code scanning and editors."""

import hashlib
import re
from collections.abc import Iterator
from urllib.parse import quote

from msgspec import Struct

from moltverify.registry.records import Claim, Registry
from moltverify.registry.repository_paths import Repository
from moltverify.registry.spec_texts import SpecTexts
from moltverify.report.files import sarif_model as sarif
from moltverify.report.pages.sections import ClaimSection, claim_sections
from moltverify.report.story.action_arguments import action_reader
from moltverify.report.story.changes import change_text, path_text
from moltverify.report.story.escaping import inert
from moltverify.report.story.source_locations import FilePlace, Places
from moltverify.report.story.story import Story, StoryStep, story_of
from moltverify.store.json_records import indented_json
from moltverify.suite.results import ModelResult, SuiteResult
from moltverify.suite.verdict import Verdict

LEVELS = {
    Verdict.UNEXPECTED: "error",
    Verdict.BROKEN: "error",
    Verdict.INCONCLUSIVE: "warning",
    Verdict.DISPUTED: "error",
}
STAMP = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d")


class Context(Struct, frozen=True):
    """The files and the repository, which give a result its places."""

    sources: SpecTexts
    repository: Repository

    def places(self, model_id: str) -> Places | None:
        """Return the places of a model; None if its files are no longer known."""
        sources = self.sources.of(model_id)
        return Places(sources, self.repository) if sources else None


def sarif_log(suite: SuiteResult, registry: Registry, sources: SpecTexts) -> bytes:
    """Return the suite as SARIF 2.1.0: claims are rules, verdicts not as expected are results."""
    context = Context(sources, Repository(registry))
    parts = tuple(claim_sections(suite, registry))
    run = sarif.SarifRun(
        tool=sarif.Tool(
            driver=sarif.Driver(
                name="moltverify", version=suite.moltverify, rules=tuple(map(rule, parts))
            )
        ),
        invocations=(invocation(suite),),
        original_uri_base_ids={sarif.SOURCE_ROOT: top()},
        # The registry's columns count code points; TLC's are given for ASCII lines only.
        column_kind="unicodeCodePoints",
        results=[
            problem(result, index, part, context)
            # `index` is the position of the claim's rule, which is made from the same parts.
            for index, part in enumerate(parts)
            for result in part.results
            if result.verdict in LEVELS
        ],
    )
    log = sarif.Log(version=sarif.VERSION, runs=(run,), schema=sarif.SCHEMA)
    return indented_json(log)


def top() -> sarif.ArtifactLocation:
    """Return the base of all paths, without its place on this machine."""
    return sarif.ArtifactLocation(description=sarif_message("The top of the repository."))


def rule(part: ClaimSection) -> sarif.ReportingDescriptor:
    """Return a claim as a rule."""
    # A recorded run may have a claim that is no longer registered.
    if part.claim is None:
        return sarif.ReportingDescriptor(id=part.id, short_description=sarif_message(part.id))
    return sarif.ReportingDescriptor(
        id=part.id,
        short_description=sarif_message(part.claim.title),
        full_description=sarif_message(part.claim.statement or part.claim.title),
        help=sarif_message(help_text(part.claim)),
        properties=sarif.PropertyBag(tags=(part.claim.group,)),
    )


def help_text(claim: Claim) -> str:
    """Return the claim's statement, assumptions and bounds, and the command that checks it."""
    lines = [claim.statement or claim.title]
    for title, points in (("Assumptions", claim.assumptions), ("Bounds", claim.bounds)):
        if points:
            lines += ["", f"{title}:", *(f"- {point}" for point in points)]
    return "\n".join([*lines, "", f"Check it with: moltverify run {claim.id}:"])


def invocation(suite: SuiteResult) -> sarif.Invocation:
    """Return how the run ended; models not run are notifications, not results."""
    notices = tuple(
        sarif.Notification(level="warning", message=sarif_message(f"not run: {name}"))
        for name in suite.missing
    )
    stamp = STAMP.match(suite.started)
    return sarif.Invocation(
        # An unexpected verdict is a result of the run, not its failure.
        execution_successful=not suite.interrupted and not suite.missing,
        # SARIF ends times in Z; a recorded time ends in its offset, +00:00.
        start_time_utc=f"{stamp[0]}Z" if stamp else None,
        tool_execution_notifications=notices,
    )


def problem(result: ModelResult, index: int, part: ClaimSection, context: Context) -> sarif.Result:
    """Return the SARIF result for a verdict that is not as expected."""
    places = context.places(result.id)
    place = places.of_result(result) if places else None
    # TLC's positions are those of the text that it read, so the steps have no lines in another.
    current = places if places and places.is_current(result) else None
    story = story_of(result, part.phrases, part.properties, action_reader(part.claim, result))
    # Without the reason, whose counts may change: consumers would see a new result each time.
    digest = hashlib.sha256(f"{result.id} {result.verdict.value}".encode()).hexdigest()
    return sarif.Result(
        rule_id=part.id,
        rule_index=index,
        level=LEVELS[result.verdict],
        message=sarif_message(f"{result.id}: {result.verdict.value}: {result.reason}"),
        locations=(location(place, result),),
        related_locations=tuple(entry(result, part, context)),
        code_flows=(flow(story, place, current),) if story else (),
        partial_fingerprints={"modelAndVerdict/v1": digest},
    )


def location(place: FilePlace | None, result: ModelResult) -> sarif.Location:
    """Return a result's location: its place if it has one, and the model's name."""
    # The model's name is known even if the place is not.
    name = sarif.LogicalLocation(fully_qualified_name=inert(result.id), kind="module")
    return sarif.Location(
        physical_location=physical(place) if place else None, logical_locations=(name,)
    )


def entry(result: ModelResult, part: ClaimSection, context: Context) -> Iterator[sarif.Location]:
    """Yield the place of the model's entry in the registry, if it is still registered."""
    model = part.model(result.id)
    if model:
        path = context.repository.path_of_entry(model.source)
        place = FilePlace(path, model.source.line, model.source.column)
        message = sarif_message("The entry in the registry.")
        yield sarif.Location(id=1, physical_location=physical(place), message=message)


def flow(story: Story, place: FilePlace | None, places: Places | None) -> sarif.CodeFlow:
    """Return a counterexample as steps through the modules."""
    steps = [step_location(step, place, places) for step in story.steps]
    ends = [text for text in (story.then, story.moral) if text]
    if ends:
        # The end has no action, so it is at the place of the result.
        steps.append(located_text(place, " ".join(ends)))
    flow_steps = (
        sarif.ThreadFlowLocation(location=each, execution_order=order)
        for order, each in enumerate(steps, start=1)
    )
    return sarif.CodeFlow(thread_flows=(sarif.ThreadFlow(locations=tuple(flow_steps)),))


def step_location(
    step: StoryStep, otherwise: FilePlace | None, places: Places | None
) -> sarif.Location:
    """Return one step at its action; without a known action, at the place of the result."""
    known = step.action.place if step.action else None
    # Places.of() would take a place without a module for one in the config.
    place = places.of(known) if known and known.module and places else None
    changed = "; ".join(f"{path_text(change)}: {change_text(change)}" for change in step.changes)
    return located_text(
        place or otherwise, f"{step.sentence}\n{changed}" if changed else step.sentence
    )


def located_text(place: FilePlace | None, text: str) -> sarif.Location:
    """Return a text at a place."""
    return sarif.Location(
        physical_location=physical(place) if place else None, message=sarif_message(text)
    )


def physical(place: FilePlace) -> sarif.PhysicalLocation:
    """Return a place with a URI, which is relative to the top if it is in the repository."""
    elsewhere = place.path.startswith(("/", "../"))
    file = sarif.ArtifactLocation(
        uri=f"{'file://' if place.path.startswith('/') else ''}{quote(place.path)}",
        uri_base_id=None if elsewhere else sarif.SOURCE_ROOT,
    )
    region = sarif.Region(
        start_line=place.line,
        start_column=place.column,
        end_line=place.end_line,
        # TLC's end is the last column, SARIF's is the column after it (3.30).
        end_column=place.end_column + 1 if place.end_column else None,
    )
    return sarif.PhysicalLocation(artifact_location=file, region=region)


def sarif_message(text: str) -> sarif.SarifMessage:
    """Return a message in which nothing is a link.

    Consumers turn [text](target) into a link even in plain text (3.11.6). Braces stay single,
    although the standard doubles them (3.11.5), because consumers show them unchanged if a
    message has no arguments.
    """
    return sarif.SarifMessage(text=inert(text).replace("](", "] ("))
