"""What the HTML page shows of a run, as records."""

from collections.abc import Iterable, Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from moltverify.plural import counted
from moltverify.registry.claim_records import UNGROUPED
from moltverify.registry.records import Claim, Registry, Role
from moltverify.registry.spec_texts import ModelSources, SourceFile, SpecTexts
from moltverify.report.extra_findings import Further
from moltverify.report.html.conformance_view import conformance_view
from moltverify.report.html.page_records import (
    ClaimView,
    FileView,
    GroupView,
    ModelView,
    Page,
    StepView,
    TraceView,
    Variable,
)
from moltverify.report.html.strength_view import strength_view
from moltverify.report.html.value_html import change_tree, marked
from moltverify.report.pages.sections import other_texts
from moltverify.report.story.action_arguments import ActionReader
from moltverify.report.story.actor_lanes import Event, sequence_of
from moltverify.report.story.excerpts import Modules, excerpt_at, fault_of
from moltverify.report.story.other_steps import OtherSteps, other_steps
from moltverify.report.story.phrases import action_text
from moltverify.report.story.story import NO_SENTENCES, Story, StoryStep, story_of
from moltverify.report.story.twins import changed_definition, shown_differences
from moltverify.successors.records import TraceSuccessors
from moltverify.suite.results import ModelResult, SuiteResult, verdict_counts
from moltverify.suite.verdict import Verdict
from moltverify.tla.value_diff import VariableName
from moltverify.tlc.trace import LoopsBack


class PageTexts(Struct, frozen=True):
    """What a page knows about models beside their results: texts, parsed modules, successors."""

    sources: SpecTexts
    modules: Modules
    successors: Mapping[str, TraceSuccessors]


def page_of(suite: SuiteResult, registry: Registry, sources: SpecTexts, further: Further) -> Page:
    """Return what the page of a run shows."""
    # One for the page, because models share modules.
    modules = Modules()
    known = {claim.id: claim for claim in registry.claims}
    # In the registry's order; claims that it no longer has are last.
    names = dict.fromkeys([*known, *(result.claim for result in suite.models)])
    claims = []
    for name in names:
        results = [result for result in suite.models if result.claim == name]
        if results:
            texts = PageTexts(sources, modules, further.successors)
            claims.append(claim_view(name, known.get(name), results, texts))
    return page_with(claims, suite, registry, sources, further)


def page_with(
    claims: Sequence[ClaimView],
    suite: SuiteResult,
    registry: Registry,
    sources: SpecTexts,
    further: Further,
) -> Page:
    """Return the page of a run whose claims are worked out already."""
    models = [model for claim in claims for model in claim.models]
    return Page(
        suite=suite,
        headline=headline(suite),
        groups=tuple(grouped(claims, registry)),
        attention=tuple(m for m in models if m.result.verdict is not Verdict.AS_EXPECTED),
        files=shown_files(sources),
        conformance=conformance_view(further, registry, {one.claim for one in suite.models}),
        strength=strength_view(further.audit, registry),
    )


def headline(suite: SuiteResult) -> str:
    """Return a sentence about how the run ended."""
    counts = dict(verdict_counts(suite.models))
    as_expected = counts.pop(Verdict.AS_EXPECTED, 0)
    # Before all verdicts, because an incomplete run must not look like a good one.
    if suite.missing:
        return f"{counted(len(suite.missing), 'model')} of {total(suite)} never ran"
    if not counts:
        every = "The only model does" if as_expected == 1 else f"All {as_expected} models do"
        return f"{every} what is expected" if as_expected else "Nothing was run"
    words = ", ".join(f"{number} {verdict.value}" for verdict, number in counts.items())
    return f"Of {counted(total(suite), 'model')}, {words}"


def total(suite: SuiteResult) -> int:
    """Return how many models the run was to check."""
    return len(suite.models) + len(suite.missing)


def grouped(claims: Sequence[ClaimView], registry: Registry) -> Iterable[GroupView]:
    """Yield the groups that have claims here; claims no longer registered are last."""
    for group in registry.groups:
        own = [view for view in claims if view.claim and view.claim.group == group.id]
        if own:
            # Where no claim has a group, a heading for all of them says nothing.
            is_only = group.id == UNGROUPED.id and len(own) == len(claims)
            yield GroupView("" if is_only else group.title, tuple(own))
    rest = [view for view in claims if view.claim is None]
    if rest:
        yield GroupView("No longer registered", tuple(rest))


def claim_view(
    name: str,
    claim: Claim | None,
    results: Sequence[ModelResult],
    texts: PageTexts,
) -> ClaimView:
    """Return a claim as shown."""
    made = [model_view(result, claim, texts) for result in results]
    green = next((one for one in made if one.result.role is Role.GREEN), None)
    models = tuple(
        replace(one, shares_files=one.has_files_of(green)) if green else one for one in made
    )
    return ClaimView(id=name, title=claim.title if claim else name, claim=claim, models=models)


def model_view(result: ModelResult, claim: Claim | None, texts: PageTexts) -> ModelView:
    """Return a model's result as shown."""
    sources, modules = texts.sources, texts.modules
    known = sources.of(result.id)
    # TLC's positions are those of the text that it read, so a later text must not be shown there.
    files = known if known and is_current(result, known) else None
    told = (claim.phrases, claim.properties) if claim else (NO_SENTENCES, NO_SENTENCES)
    story = story_of(result, *told, ActionReader(files, modules) if files else None)
    is_red = result.role is Role.RED
    differences = shown_differences(claim, result.id) if claim and files and is_red else []
    replaced = fault_of(files, sources.of(result.claim), modules) if is_red else None
    return ModelView(
        result=result,
        name=result.id.removeprefix(result.claim)[1:] or "green",
        module=file_view(known.file_of(known.module), result) if known else None,
        config=file_view(known.config, result) if known else None,
        is_current=files is not None,
        # A claim's id is also that of its green model, with which a red is compared.
        fault=replaced or changed_definition(differences),
        differences=tuple(map(str, differences)),
        trace=with_others(
            trace_view(result.id, story, claim.actors if claim else (), files, modules),
            other_steps(result.trace.steps, texts.successors.get(result.id), told[0]),
        )
        if story and result.trace
        else None,
        others=tuple(other_texts(result, *told)),
    )


def is_current(result: ModelResult, sources: ModelSources) -> bool:
    """Tell whether a model's files are those of its run, as far as the run recorded them."""
    files = [file for _, file in sources.modules]
    views = [file_view(file, result) for file in (*files, sources.config)]
    return all(view.is_same for view in views if view)


def file_view(file: SourceFile | None, result: ModelResult) -> FileView | None:
    """Return a file as shown; None for one that cannot be read."""
    if file is None:
        return None
    # A run records file names only, because TLC has all files in one folder.
    name = file.path.rpartition("/")[2]
    digests = [one.sha256 for one in result.files if one.name == name]
    digest = digests[0] if digests else file.digest
    return FileView(file.path, digest, digest == file.digest)


def trace_view(
    model_id: str,
    story: Story,
    actors: Sequence[str],
    files: ModelSources | None,
    modules: Modules,
) -> TraceView:
    """Return a counterexample as shown."""
    return TraceView(
        # page.js writes the same fragments, so a link to a step also works without JavaScript.
        steps=tuple(
            step_view(f"{model_id}/{step.number}", step, event, files, modules)
            for step, event in zip(story.steps, sequence_of(story, actors), strict=True)
        ),
        then=story.then,
        moral=story.moral,
        loops_to=story.ending.to if isinstance(story.ending, LoopsBack) else None,
    )


def with_others(trace: TraceView, others: Sequence[OtherSteps | None]) -> TraceView:
    """Return a counterexample with the other steps that were possible in each state."""
    pairs = zip(trace.steps, others, strict=True)
    return replace(trace, steps=tuple(replace(step, others=one) for step, one in pairs))


def step_view(
    step_id: str, step: StoryStep, event: Event, files: ModelSources | None, modules: Modules
) -> StepView:
    """Return a step as shown."""
    return StepView(
        id=step_id,
        number=step.number,
        sentence=step.sentence,
        action=action_text(step.action) if step.action else "",
        excerpt=excerpt_at(step.action.place if step.action else None, files, modules),
        event=event,
        variables=variable_views(step),
    )


def variable_views(step: StoryStep) -> tuple[Variable, ...]:
    """Return a state's variables, with the changes of the step marked."""
    tree = change_tree(step.changes)
    changed = {change.path[0] for change in step.changes}
    return tuple(
        Variable(name, marked(name, value, tree), VariableName(name) in changed)
        for name, value in step.state
    )


def shown_files(sources: SpecTexts) -> tuple[SourceFile, ...]:
    """Return every file of the models, each once, by path."""
    # As they are now; the digests beside a model's result say which of them have changed.
    files: Mapping[str, SourceFile] = {
        file.path: file
        for one in sources.models
        for file in (*(file for _, file in one.modules), *filter(None, [one.config]))
    }
    return tuple(files[path] for path in sorted(files))
