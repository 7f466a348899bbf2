"""Why an event stops a log: conditions of its step in the state before it, evaluated by TLC.

One run begins in that state. An invariant prints which is the first condition that no step
satisfies, with the values in it, and the graph has the steps that the design allows there.
"""

from collections.abc import Iterator, Sequence

from msgspec import Struct

from moltverify.running.staged_files import CONFIG, MODULE, StagedFile, StagedFiles
from moltverify.tla.config import Config, Named
from moltverify.tla.config_writer import write_config
from moltverify.tracing.expressions import expression_node
from moltverify.tracing.follow_module import constant_lines, following_config
from moltverify.tracing.following import STEP, Following
from moltverify.tracing.guard_conditions import (
    Branch,
    ComparedSide,
    GuardPart,
    guard_parts,
    prefix_formula,
)
from moltverify.tracing.guard_parts import GuardReader
from moltverify.tracing.literal_state import LITERALS, LiteralState
from moltverify.tracing.log_module import LOG, log_module
from moltverify.tracing.log_segments import LogSegment
from moltverify.tracing.mapped_steps import shown_lines

ROOT_OF_STOP = "MoltverifyStopped"
MODELLED = "MoltverifyModelled"  # the event's step without what the event shows after it
PART, AFTER = "moltverify part", "moltverify after"


class StopPlace(Struct, frozen=True):
    """Where a segment stops to fit: a state of the design, and the event's place in the segment."""

    following: Following
    segment: LogSegment
    at: int
    state: LiteralState

    @property
    def number(self) -> int:
        """The number of the event's kind in the mapping."""
        return self.segment.records[self.at][0]

    @property
    def event(self) -> str:
        """The event as an expression."""
        return f"MoltverifyEvent(1, {self.at})"


class StopQuestion(Struct, frozen=True):
    """The branches of the event's step, and the files of a run that evaluates them."""

    branches: tuple[Branch, ...]
    files: StagedFiles


def stop_question(stop: StopPlace, with_values: bool = True) -> StopQuestion:
    """Return what TLC is asked; without values where their evaluation fails."""
    reader = GuardReader(stop.following.design.sources, "MoltverifyPart")
    branches = tuple(branches_of_event(stop, reader))
    design = stop.following.design
    lines = [
        f"---- MODULE {ROOT_OF_STOP} ----",
        f"EXTENDS {design.root}, {LOG}, {LITERALS}",
        *declared_model_values(stop),
        *constant_lines(stop.following.mapping.constants),
        *event_lines(stop),
        *reader.lines,
        "MoltverifyHere ==",
        *stop.state.predicate(),
        *told_lines(branches, with_values),
        *next_of_design(stop, branches),
        "====",
    ]
    return StopQuestion(branches, stop_files(stop, "\n".join(lines) + "\n"))


def declared_model_values(stop: StopPlace) -> Iterator[str]:
    """Yield the declaration of model values that the design has no constants for."""
    names = stop.state.undeclared(stop.following.design.sources.constants)
    if names:
        yield f"CONSTANTS {', '.join(names)}"


def event_lines(stop: StopPlace) -> Iterator[str]:
    """Yield the definitions of what the event shows."""
    event = stop.following.mapping.events[stop.number - 1]
    yield from shown_lines(f"{STEP}Before", event.before)
    yield from shown_lines(f"{STEP}After", event.after)


def branches_of_event(stop: StopPlace, reader: GuardReader) -> Iterator[Branch]:
    """Yield the ways to take the event's step, with what the event shows before and after it."""
    event = stop.following.mapping.events[stop.number - 1]
    node = expression_node(event.action) if event.action else None
    own: Sequence[Branch] = [()]
    if node is not None:
        own = reader.branches(node, "", {"event": stop.event})
    elif event.action:
        own = [(GuardPart(event.action, f"LET event == {stop.event} IN ({event.action})"),)]
    variables = ", ".join(sorted(stop.following.design.sources.variables))
    still = GuardPart(f"UNCHANGED <<{variables}>>", f"UNCHANGED <<{variables}>>")
    before = tuple(
        shown_part("before", number, one.shown, stop, reader)
        for number, one in enumerate(event.before, start=1)
    )
    after = tuple(
        shown_part("after", number, one.shown, stop, reader)
        for number, one in enumerate(event.after, start=1)
    )
    for one in own:
        yield (*before, *(one or (still,)), *after)


def shown_part(
    kind: str, number: int, text: str, stop: StopPlace, reader: GuardReader
) -> GuardPart:
    """Return the condition that an event shows what the state has."""
    name = f"{STEP}{kind.capitalize()}{number}"
    value = f"{name}Value({stop.event})"
    shown = f"{name}Shown" if kind == "before" else f"({name}Shown)'"
    sides = [ComparedSide("the log", value)]
    reads: tuple[str, ...] = ()
    if kind == "before":
        sides.append(ComparedSide("the model", f"{name}Shown"))
        node = expression_node(text)
        reads = reader.read_variables(node, "") if node is not None else ()
    return GuardPart(text, f"{shown} = {value}", reads, tuple(sides), kind=kind)


def told_lines(branches: Sequence[Branch], with_values: bool) -> Iterator[str]:
    """Yield the invariant that prints the first condition of each branch that is not satisfied."""
    # Of other states, which the design's steps lead to, nothing is asked.
    yield "MoltverifyWhyStopped == MoltverifyHere =>"
    for number, branch in enumerate(branches, start=1):
        parts = guard_parts(branch)
        text = f'MoltverifyPrint(<<"{PART}", {number}, 0, <<>>>>)'
        for place in range(len(parts), 0, -1):
            values = ", ".join(one.call for one in parts[place - 1].sides) if with_values else ""
            told = f'MoltverifyPrint(<<"{PART}", {number}, {place}, <<{values}>>>>)'
            enabled = f"ENABLED ({prefix_formula(branch, place)})"
            text = f"IF {enabled} THEN {text} ELSE {told}"
        yield f"  /\\ {text}"


def next_of_design(stop: StopPlace, branches: Sequence[Branch]) -> Iterator[str]:
    """Yield the definition of the steps: the design's, and the event's, which prints a state."""
    design, steps = stop.following.design, []
    for number, text in enumerate(design.steps, start=1):
        yield f"MoltverifyDesign{number} =="
        yield text
        steps.append(f"MoltverifyDesign{number}")
    for number, branch in enumerate(branches, start=1):
        parts = guard_parts(branch)
        own = [one for one in parts if one.kind != "after"]
        shown = [f"({STEP}After{n}Shown)'" for n in range(1, len(parts) - len(own) + 1)]
        if shown:
            tell = f'MoltverifyPrint(<<"{AFTER}", {number}, <<{", ".join(shown)}>>>>)'
            # Steps of other states are not wanted either.
            formula = prefix_formula(branch, len(own), tell)
            yield f"{MODELLED}{number} == MoltverifyHere /\\ {formula}"
            steps.append(f"{MODELLED}{number}")
    yield "MoltverifyNext =="
    yield from (f"  \\/ {one}" for one in steps)


def stop_files(stop: StopPlace, module: str) -> StagedFiles:
    """Return the files of the run."""
    files = stop.following.design.files
    return StagedFiles(
        module=StagedFile(f"{ROOT_OF_STOP}{MODULE}", module.encode()),
        config=StagedFile(f"{ROOT_OF_STOP}{CONFIG}", write_config(stop_config(stop)).encode()),
        others=(
            StagedFile(f"{LOG}{MODULE}", log_module([stop.segment]).encode()),
            StagedFile(f"{LITERALS}{MODULE}", stop.state.module().encode()),
            files.module,
            *files.others,
        ),
    )


def stop_config(stop: StopPlace) -> Config:
    """Return the config of the run: it begins in the state, and takes steps from there only."""
    followed = following_config(stop.following)
    constants = stop.state.assignments(stop.following.design.sources.constants)
    return Config(
        init=Named("MoltverifyHere", 0),
        next=Named("MoltverifyNext", 0),
        invariants=(Named("MoltverifyWhyStopped", 0),),
        action_constraints=(Named("MoltverifyHere", 0),),
        constants=(*followed.constants, *constants),
        overrides=followed.overrides,
    )
