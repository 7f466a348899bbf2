"""The module with which TLC follows a log: the design, and a cursor over the log's segments.

A state is one of the design with a segment and the number of its events that are behind it. Every
segment begins in an initial state of its own, so one run follows many. What TLC finds out it
prints, once for each segment; registers keep it from printing again. They belong to threads, so
these runs have one.
"""

from collections.abc import Iterator, Mapping, Sequence

from moltverify.running.staged_files import CONFIG, MODULE, StagedFile, StagedFiles
from moltverify.tla.config import Config, Named, Override
from moltverify.tla.config_writer import write_config
from moltverify.tracing.followed_design import FollowedDesign
from moltverify.tracing.following import (
    AT,
    BROKEN,
    GOAL,
    HIDE,
    OWN_VARIABLES,
    SEEN,
    SEGMENT,
    STEP,
    Following,
    Keeping,
)
from moltverify.tracing.log_module import LOG, log_module
from moltverify.tracing.mapped_steps import (
    defined,
    event_step_lines,
    hidden_lines,
    initial_lines,
)

ROOT = "MoltverifyTrace"


def following_files(following: Following) -> StagedFiles:
    """Return the files of a run."""
    files = following.design.files
    return StagedFiles(
        module=StagedFile(f"{ROOT}{MODULE}", root_module(following).encode()),
        config=StagedFile(f"{ROOT}{CONFIG}", write_config(following_config(following)).encode()),
        others=(
            StagedFile(f"{LOG}{MODULE}", log_module(following.segments).encode()),
            files.module,
            *files.others,
        ),
    )


def following_config(following: Following) -> Config:
    """Return the design's config with the cursor's behaviour instead of the design's.

    What restricts the design's own search does not restrict a log: its constraints, its view, its
    symmetry.
    """
    design = following.design.config
    fitted = {
        name: Override(name, f"MoltverifyConstant{number}", 0)
        for number, name in enumerate(following.mapping.constants, start=1)
    }
    overrides = {name: one for name, one in design.overrides.items() if name not in fitted}
    ends = following.keeping is Keeping.ENDS
    of_steps = any(one.steps for one in following.design.properties)
    return Config(
        init=Named("MoltverifyInit", 0),
        next=Named("MoltverifyNext", 0),
        invariants=(Named(GOAL, 0),) if following.goal else (),
        constraints=(Named("MoltverifyWithin", 0),),
        action_constraints=(Named("MoltverifyKept", 0),) if ends and of_steps else (),
        constants=tuple(one for one in design.constants if one.name not in fitted),
        overrides={**overrides, **fitted},
    )


def root_module(following: Following) -> str:
    """Return the text of the module that TLC starts with."""
    lines = [
        f"---- MODULE {ROOT} ----",
        f"EXTENDS {following.design.root}, {LOG}",
        f"VARIABLES {', '.join(OWN_VARIABLES)}",
        *constant_lines(following.mapping.constants),
        *property_lines(following.design),
        *initial_lines(following),
        *counting_lines(following),
        *event_step_lines(following),
        *hidden_lines(following),
        *next_lines(following),
        *constraint_lines(following),
        "====",
    ]
    return "\n".join(lines) + "\n"


def constant_lines(constants: Mapping[str, str]) -> Iterator[str]:
    """Yield the definitions of the constants that must fit the log."""
    for number, text in enumerate(constants.values(), start=1):
        yield f"MoltverifyConstant{number} == LET Events == MoltverifyEvents IN ("
        yield from (text, ")")


def property_lines(design: FollowedDesign) -> Iterator[str]:
    """Yield the definitions of the properties, and which is the first that is broken."""
    for number, one in enumerate(design.properties, start=1):
        yield f"MoltverifyProperty{number} =="
        yield one.text
    for name, steps in (("MoltverifyBrokenState", False), ("MoltverifyBrokenStep", True)):
        numbers = [n for n, one in enumerate(design.properties, 1) if one.steps is steps]
        tests = "".join(f"IF ~MoltverifyProperty{n} THEN {n} ELSE " for n in numbers)
        yield f"{name} == {tests}0"


def counting_lines(following: Following) -> Iterator[str]:
    """Yield the definitions of what each step counts, and of the mark of a broken property."""
    hidden, counted = following.mapping.hidden, following.counted
    for number, (predicate, _) in enumerate(counted, start=1):
        yield from defined(f"MoltverifyCount{number}", predicate)
    states = counted_parts(len(hidden), counted)
    # Hidden actions are counted by their steps, predicates in the state that the step leaves.
    numbers = range(1, len(hidden) + 1)
    # Up to what is needed: with a count without end, each state would be many.
    most = [following.mapping.cover.get(name, 1) for name in hidden]
    taken = [f"MoltverifyCountUpTo({SEEN}[{n}], hidden = {n}, {most[n - 1]})" for n in numbers]
    yield f"MoltverifyCounted(hidden) == <<{', '.join([*taken, *states])}>>"
    known = [f"{SEEN}[{n}]" for n in numbers]
    yield f"MoltverifyCounts == <<{', '.join([*known, *states])}>>"
    yield f"MoltverifyBrokenNow == IF {BROKEN} # 0 THEN {BROKEN} ELSE MoltverifyBrokenState"
    if following.keeping is Keeping.ENDS:
        yield f"MoltverifyMarked == UNCHANGED <<{SEGMENT}, {BROKEN}>>"
        return
    yield "MoltverifyMarked =="
    yield f"  /\\ UNCHANGED {SEGMENT}"
    yield f"  /\\ {BROKEN}' = IF MoltverifyBrokenNow # 0 THEN MoltverifyBrokenNow"
    yield "       ELSE MoltverifyBrokenStep"


def next_lines(following: Following) -> Iterator[str]:
    """Yield the definition of all steps."""
    steps = [f"{STEP}{n}" for n in range(1, len(following.mapping.events) + 1)]
    steps += [f"{HIDE}{n}" for n in range(1, len(following.mapping.hidden) + 1)]
    yield "MoltverifyNext =="
    yield from (f"  \\/ {step}" for step in steps)


def counted_parts(before: int, counted: Sequence[tuple[str, int]]) -> list[str]:
    """Return the expressions that count predicates, each up to a number: no more is needed."""
    return [
        f"MoltverifyCountUpTo({SEEN}[{before + n}], MoltverifyCount{n}, {most})"
        for n, (_, most) in enumerate(counted, start=1)
    ]


def constraint_lines(following: Following) -> Iterator[str]:
    """Yield the constraints: what properties keep, and what TLC prints of a new state."""
    ends = following.keeping is Keeping.ENDS
    variables = ", ".join(sorted(following.design.sources.variables))
    yield f"MoltverifyDesign == <<{variables}>>"
    yield "MoltverifyKept =="
    step = "<<MoltverifyDesign, MoltverifyDesign'>>"
    yield f"  MoltverifyKeeps(MoltverifySteps, {step}, MoltverifyBrokenStep = 0)"
    yield "MoltverifyWithin =="
    keeps = "MoltverifyKeeps(MoltverifyStates, MoltverifyDesign, MoltverifyBrokenState = 0)"
    yield f"  /\\ {keeps if ends else 'TRUE'}"
    if following.tells_progress:
        yield f"  /\\ MoltverifyReached({SEGMENT}, {AT})"
    # On the way to a goal nothing may depend on registers: TLC takes the steps again for its trace.
    if not following.goal or not ends:
        told = "MoltverifyCounts" if ends else "MoltverifyBrokenNow"
        # Where behaviours go on, another one may break a property, and another mark is printed.
        once = "MoltverifyOver" if ends else "MoltverifyOverWith"
        yield f"  /\\ {once}({SEGMENT}, {AT}, {told})"
    if following.goal:
        yield from defined(GOAL, following.goal)
