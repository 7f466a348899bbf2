"""The first state and the steps that the events of a log are, as definitions of TLA+.

Every expression of a mapping becomes an operator of its own, in lines of its own, because TLA+
reads lists by their columns.
"""

from collections.abc import Iterator, Sequence

from moltverify.registry.trace_records import EventMapping, ShownValue
from moltverify.tracing.expressions import alternatives
from moltverify.tracing.followed_design import FollowedDesign
from moltverify.tracing.following import AT, BROKEN, HIDDEN, HIDE, SEEN, SEGMENT, STEP, Following


def defined(name: str, text: str) -> Iterator[str]:
    """Yield the definition of an expression that a user wrote."""
    # In lines of its own, because TLA+ reads lists by their columns.
    yield from (f"{name} == (", text, ")")


def initial_lines(following: Following) -> Iterator[str]:
    """Yield the definition of the initial predicate."""
    design = following.design
    for number, text in enumerate(design.initial, start=1):
        yield f"MoltverifyInitial{number} =="
        yield text
    yield from shown_lines("MoltverifyFirst", following.mapping.initial)
    yield "MoltverifyInit =="
    yield f"  /\\ {SEGMENT} \\in MoltverifySegments"
    yield f"  /\\ {AT} = 0"
    yield from (f"  /\\ MoltverifyInitial{n}" for n in range(1, len(design.initial) + 1))
    event = f"MoltverifyEvent({SEGMENT}, 0)"
    for number in range(1, len(following.mapping.initial) + 1):
        yield f"  /\\ MoltverifyFirst{number}Shown = MoltverifyFirst{number}Value({event})"
    yield f"  /\\ {HIDDEN} = {zeros(len(following.mapping.hidden))}"
    yield f"  /\\ {SEEN} = {zeros(len(following.mapping.hidden) + len(following.counted))}"
    yield f"  /\\ {BROKEN} = 0"


def zeros(count: int) -> str:
    """Return a sequence of zeros."""
    return f"<<{', '.join('0' for _ in range(count))}>>"


def shown_lines(name: str, shown: Sequence[ShownValue]) -> Iterator[str]:
    """Yield the definitions of what events show, with `Shown` and `Value` after numbers."""
    for number, one in enumerate(shown, start=1):
        yield from defined(f"{name}{number}Shown", one.shown)
        yield from defined(f"{name}{number}Value(event)", one.value)


def event_step_lines(following: Following) -> Iterator[str]:
    """Yield the definitions of the steps for each kind of event: one for each way to take it."""
    for number, event in enumerate(following.mapping.events, start=1):
        name = f"{STEP}{number}"
        yield from shown_lines(f"{name}Before", event.before)
        yield from shown_lines(f"{name}After", event.after)
        for way, action in enumerate(alternatives(event.action) if event.action else [""]):
            if action:
                yield from defined(f"{name}Action{way}(event)", action)
            yield f"{name}Of{way}(event) =="
            yield from conjuncts_of_step(name, f"{name}Action{way}", event, following.design)
            yield f"{step_name(number, way)} =="
            yield f"  /\\ MoltverifyKind({SEGMENT}, {AT}) = {number}"
            yield f"  /\\ {name}Of{way}(MoltverifyEvent({SEGMENT}, {AT}))"
            yield f"  /\\ {AT}' = MoltverifySum({AT}, 1)"
            yield f"  /\\ {HIDDEN}' = {zeros(len(following.mapping.hidden))}"
            yield f"  /\\ {SEEN}' = MoltverifyCounted(0)"
            yield "  /\\ MoltverifyMarked"


def step_name(number: int, way: int) -> str:
    """Return the name of the step that is one way to take an event of a kind."""
    return f"{STEP}{number}x{way}"


def step_names(following: Following) -> Iterator[str]:
    """Yield the names of all steps that events are."""
    for number, event in enumerate(following.mapping.events, start=1):
        ways = alternatives(event.action) if event.action else [""]
        yield from (step_name(number, way) for way in range(len(ways)))


def conjuncts_of_step(
    name: str, action: str, event: EventMapping, design: FollowedDesign
) -> Iterator[str]:
    """Yield the conjuncts that an event's step must satisfy, in TLC's order of evaluation."""
    for number in range(1, len(event.before) + 1):
        yield f"  /\\ {name}Before{number}Shown = {name}Before{number}Value(event)"
    if event.action:
        yield f"  /\\ {action}(event)"
    else:
        yield f"  /\\ UNCHANGED <<{', '.join(sorted(design.sources.variables))}>>"
    for number in range(1, len(event.after) + 1):
        yield f"  /\\ ({name}After{number}Shown)' = {name}After{number}Value(event)"


def hidden_lines(following: Following) -> Iterator[str]:
    """Yield the definition of the step for each action that the log does not show."""
    for number, (action, most) in enumerate(following.mapping.hidden.items(), start=1):
        name = f"{HIDE}{number}"
        yield from defined(f"{name}Action", action)
        yield f"{name} =="
        # Not after the last event: nothing follows that it could make possible.
        yield f"  /\\ MoltverifyKind({SEGMENT}, {AT}) # 0"
        yield f"  /\\ MoltverifyBelow({HIDDEN}[{number}], {most})"
        yield f"  /\\ {name}Action"
        yield f"  /\\ {AT}' = {AT}"
        yield f"  /\\ {HIDDEN}' = [{HIDDEN} EXCEPT ![{number}] = MoltverifySum(@, 1)]"
        yield f"  /\\ {SEEN}' = MoltverifyCounted({number})"
        yield "  /\\ MoltverifyMarked"
