"""What the HTML page shows, decided before any HTML is written."""

from collections.abc import Iterable, Mapping, Sequence

from markupsafe import Markup
from msgspec import Struct

from moltverify.registry.records import Claim, Registry, Role
from moltverify.registry.sources import ModelSources, SourceFile, Sources
from moltverify.report.console import plural
from moltverify.report.excerpts import Excerpt, Fault, Modules, excerpt_at, fault_of
from moltverify.report.sequence import Event, sequence_of
from moltverify.report.story import Story, StoryStep, story_of
from moltverify.report.value_html import marked
from moltverify.results import ModelResult, SuiteResult, tally
from moltverify.tlc.trace import LoopsBack
from moltverify.verdict import Verdict


class Variable(Struct, frozen=True):
    """A variable in a state: its value as HTML, and whether the step changed it."""

    name: str
    value: Markup
    changed: bool


class StepView(Struct, frozen=True):
    """A step as shown; `id` is where a link to it leads."""

    id: str
    number: int
    sentence: str
    action: str
    excerpt: Excerpt | None
    event: Event
    variables: tuple[Variable, ...]


class TraceView(Struct, frozen=True):
    """A counterexample as shown; `loops_to` is the number of the state it goes back to."""

    steps: tuple[StepView, ...]
    then: str
    moral: str
    loops_to: int | None


class FileView(Struct, frozen=True):
    """A file of a model: where it is, its SHA-256 when the model ran, and whether it is the same.

    A run that recorded no digests is believed to have used the files as they are.
    """

    path: str
    digest: str
    is_same: bool


class ModelView(Struct, frozen=True):
    """A model's result as shown."""

    result: ModelResult
    name: str
    module: FileView | None
    config: FileView | None
    fault: Fault | None
    trace: TraceView | None


class ClaimView(Struct, frozen=True, kw_only=True):
    """A claim as shown, with the results that there are; one no longer registered has a title."""

    id: str
    title: str
    claim: Claim | None
    models: tuple[ModelView, ...]

    @property
    def verdict(self) -> Verdict:
        """The worst verdict of its models."""
        return max(model.result.verdict for model in self.models)

    @property
    def seconds(self) -> float:
        """How long its models took together."""
        return sum(model.result.seconds for model in self.models)

    @property
    def distinct(self) -> int | None:
        """The distinct states of the green model."""
        greens = [m.result.statistics.distinct for m in self.of_role(Role.GREEN)]
        return greens[0] if greens else None

    @property
    def counterexamples(self) -> tuple[ModelView, ...]:
        """The models that broke, the green first should it be one of them."""
        return tuple(m for m in self.models if m.trace and m.result.role is not Role.WITNESS)

    @property
    def witnesses(self) -> tuple[ModelView, ...]:
        """The witnesses that were reached."""
        return tuple(model for model in self.of_role(Role.WITNESS) if model.trace)

    def of_role(self, role: Role) -> tuple[ModelView, ...]:
        """Return the models with one role."""
        return tuple(model for model in self.models if model.result.role is role)


class GroupView(Struct, frozen=True):
    """A group of claims as shown."""

    title: str
    claims: tuple[ClaimView, ...]


class Page(Struct, frozen=True, kw_only=True):
    """All that the page shows."""

    suite: SuiteResult
    headline: str
    groups: tuple[GroupView, ...]
    attention: tuple[ModelView, ...]
    files: tuple[SourceFile, ...]

    @property
    def claims(self) -> tuple[ClaimView, ...]:
        """All claims."""
        return tuple(claim for group in self.groups for claim in group.claims)

    @property
    def distinct(self) -> int:
        """The distinct states of all green models."""
        return sum(claim.distinct or 0 for claim in self.claims)


def page_of(suite: SuiteResult, registry: Registry, sources: Sources) -> Page:
    """Return what the page of a run shows."""
    modules = Modules()
    known = {claim.id: claim for claim in registry.claims}
    names = dict.fromkeys([*known, *(result.claim for result in suite.models)])
    claims = []
    for name in names:
        results = [result for result in suite.models if result.claim == name]
        if results:
            claims.append(claim_view(name, known.get(name), results, sources, modules))
    models = [model for claim in claims for model in claim.models]
    return Page(
        suite=suite,
        headline=headline(suite),
        groups=tuple(grouped(claims, registry)),
        attention=tuple(m for m in models if m.result.verdict is not Verdict.AS_EXPECTED),
        files=used_files(sources),
    )


def headline(suite: SuiteResult) -> str:
    """Say in a sentence how the run went."""
    counts = dict(tally(suite.models))
    as_expected = counts.pop(Verdict.AS_EXPECTED, 0)
    if suite.missing:
        return f"{plural(len(suite.missing), 'model')} of {total(suite)} never ran"
    if not counts:
        every = "The only model does" if as_expected == 1 else f"All {as_expected} models do"
        return f"{every} what is expected" if as_expected else "Nothing was run"
    words = ", ".join(f"{number} {verdict.value}" for verdict, number in counts.items())
    return f"Of {plural(total(suite), 'model')}, {words}"


def total(suite: SuiteResult) -> int:
    """Return how many models the run was to check."""
    return len(suite.models) + len(suite.missing)


def grouped(claims: Sequence[ClaimView], registry: Registry) -> Iterable[GroupView]:
    """Yield the groups that have claims here; claims no longer registered come last."""
    for group in registry.groups:
        own = [view for view in claims if view.claim and view.claim.group == group.id]
        if own:
            yield GroupView(group.title, tuple(own))
    rest = [view for view in claims if view.claim is None]
    if rest:
        yield GroupView("No longer registered", tuple(rest))


def claim_view(
    name: str,
    claim: Claim | None,
    results: Sequence[ModelResult],
    sources: Sources,
    modules: Modules,
) -> ClaimView:
    """Return a claim as shown."""
    models = tuple(model_view(result, claim, sources, modules) for result in results)
    return ClaimView(id=name, title=claim.title if claim else name, claim=claim, models=models)


def model_view(
    result: ModelResult, claim: Claim | None, sources: Sources, modules: Modules
) -> ModelView:
    """Return a model's result as shown."""
    known = sources.of(result.id)
    # Places that TLC named lie in the text that it read, not in a later one.
    files = known if known and is_current(result, known) else None
    story = story_of(result, claim.phrases if claim else {})
    is_red = result.role is Role.RED
    return ModelView(
        result=result,
        name=result.id.removeprefix(result.claim)[1:] or "green",
        module=file_view(known.file_of(known.module), result) if known else None,
        config=file_view(known.config, result) if known else None,
        fault=fault_of(files, sources.of(result.claim), modules) if is_red else None,
        trace=trace_view(result, story, claim.actors if claim else (), files, modules)
        if story
        else None,
    )


def is_current(result: ModelResult, sources: ModelSources) -> bool:
    """Tell whether a model's files are those that it ran with, as far as the run recorded them."""
    files = [file for _, file in sources.modules]
    views = [file_view(file, result) for file in (*files, sources.config)]
    return all(view.is_same for view in views if view)


def file_view(file: SourceFile | None, result: ModelResult) -> FileView | None:
    """Return a file as shown; None for one that cannot be read."""
    if file is None:
        return None
    name = file.path.rpartition("/")[2]
    digests = [one.sha256 for one in result.files if one.name == name]
    digest = digests[0] if digests else file.digest
    return FileView(file.path, digest, digest == file.digest)


def trace_view(
    result: ModelResult,
    story: Story,
    actors: Sequence[str],
    files: ModelSources | None,
    modules: Modules,
) -> TraceView:
    """Return a counterexample as shown."""
    steps = []
    for step, event in zip(story.steps, sequence_of(story, actors), strict=True):
        place = step.action.place if step.action else None
        steps.append(
            StepView(
                id=f"{result.id}/{step.number}",
                number=step.number,
                sentence=step.sentence,
                action=step.action.name if step.action else "",
                excerpt=excerpt_at(place, files, modules),
                event=event,
                variables=variables(step),
            )
        )
    ending = story.ending
    loops_to = ending.to if isinstance(ending, LoopsBack) else None
    return TraceView(tuple(steps), story.then, story.moral, loops_to)


def variables(step: StoryStep) -> tuple[Variable, ...]:
    """Return a state's variables with what the step changed marked."""
    return tuple(
        Variable(
            name,
            marked(name, value, own := [c for c in step.changes if variable_of(c.path) == name]),
            bool(own),
        )
        for name, value in step.state
    )


def variable_of(path: str) -> str:
    """Return the variable that a path begins with."""
    return path.partition(".")[0].partition("[")[0]


def used_files(sources: Sources) -> tuple[SourceFile, ...]:
    """Return every file of the models, each once, by path."""
    files: Mapping[str, SourceFile] = {
        file.path: file
        for one in sources.models
        for file in (*(file for _, file in one.modules), *filter(None, [one.config]))
    }
    return tuple(files[path] for path in sorted(files))
