"""A run in which every text is an attack on whatever shows it."""

from collections.abc import Callable

import msgspec
from msgspec.structs import replace

from moltverify.registry.records import Claim, Group, Registry
from moltverify.registry.spec_texts import ModelSources, SourceFile, SpecTexts
from moltverify.suite.results import ModelResult, SuiteResult
from moltverify.tla.values import FunctionValue, ModelValue, RecordValue, SetValue, Value
from moltverify.tlc.outcome import Violated
from moltverify.tlc.trace import Action, Step

ATTACK = (
    "</script></style></pre></title><script>hacked=1</script><img src=x onerror=hacked=2>"
    "]]>--><!--\x1b[31m\x00\x07\"'` onload=hacked=3 {{ 7*7 }}{% x %}&lt;\u202e\u2028\x9b"
)


def hostile_suite(suite: SuiteResult) -> SuiteResult:
    """Return the run with an attack in its title, sentences, reasons, names and values."""
    return replace(
        suite,
        title=ATTACK,
        run=ATTACK,
        started=ATTACK,
        missing=(ATTACK,),
        models=tuple(hostile_model(model) for model in suite.models),
    )


def hostile_model(model: ModelResult) -> ModelResult:
    """Return a result full of attacks, its id but for the ids of others as it was."""
    changed = replace(model, sentence=ATTACK, reason=ATTACK, files=())
    if not isinstance(model.outcome, Violated):
        return changed
    trace = model.outcome.trace
    steps = tuple(hostile_step(step) for step in trace.steps)
    outcome = replace(model.outcome, property=ATTACK, trace=replace(trace, steps=steps))
    return replace(changed, outcome=outcome)


def hostile_step(step: Step) -> Step:
    """Return a step with attacks for variables, in values of every shape, and as action."""
    values: tuple[Value, ...] = (
        ATTACK,
        ModelValue(ATTACK),
        SetValue((ATTACK, step.number)),
        RecordValue(((ATTACK, step.number),)),
        FunctionValue(((ATTACK, SetValue((ModelValue(ATTACK), step.number))),)),
    )
    named = tuple((f"{ATTACK}{place}", value) for place, value in enumerate(values))
    action = Action(ATTACK, step.action.place if step.action else None, ATTACK)
    return Step(step.number, action if step.action else None, (*step.state, *named))


def hostile_registry(registry: Registry) -> Registry:
    """Return the registry with an attack for every sentence."""
    claims = tuple(hostile_claim(claim) for claim in registry.claims)
    groups = tuple(Group(group.id, ATTACK) for group in registry.groups)
    return replace(registry, title=ATTACK, claims=claims, groups=groups)


def hostile_claim(claim: Claim) -> Claim:
    """Return a claim full of attacks."""
    implementation = tuple(
        replace(place, file=ATTACK, symbols=(ATTACK,), note=ATTACK)
        for place in claim.implementation
    )
    return replace(
        claim,
        title=ATTACK,
        statement=ATTACK,
        assumptions=(ATTACK,),
        bounds=(ATTACK,),
        implementation=implementation,
        actors=(ATTACK, "worker1"),
        # As a value of the template: as its text it would be no template.
        phrases={"Init": f"{{{{ {ATTACK!r} }}}}"},
    )


def hostile_sources(sources: SpecTexts) -> SpecTexts:
    """Return the sources with an attack in every line, and for a path."""

    def spoil(file: SourceFile) -> SourceFile:
        lines = "\n".join(f"{line} \\* {ATTACK}" for line in file.text.split("\n"))
        return replace(file, path=f"{ATTACK}/{file.path}", text=lines)

    return SpecTexts(tuple(spoilt(one, spoil) for one in sources.models))


def spoilt(one: ModelSources, spoil: Callable[[SourceFile], SourceFile]) -> ModelSources:
    """Return a model's sources with each file changed."""
    return replace(
        one,
        config=spoil(one.config) if one.config else None,
        modules=tuple((name, spoil(file)) for name, file in one.modules),
    )


def is_lossless(suite: SuiteResult) -> bool:
    """Tell whether such a run survives being recorded."""
    return msgspec.json.decode(msgspec.json.encode(suite), type=SuiteResult) == suite
