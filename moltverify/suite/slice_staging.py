"""The files of a run for one slice of a model's initial states.

The root module adds the slice's predicate to the specification. Its invariants say that no state is
in two slices: every state that is reached in a slice satisfies its predicate and none of those
before it. So the states of all slices are disjoint, and their numbers add up. The run itself proves
it, in the states that it visits anyway; an action that leads out of a slice violates it as well as
an initial state in two slices.
"""

import re
from collections.abc import Iterator

from msgspec.structs import replace

from moltverify.registry.part_records import Slice
from moltverify.running.staged_files import CONFIG, MODULE, StagedFile, StagedFiles
from moltverify.tla.config import Config, Named, read_config
from moltverify.tla.config_writer import write_config
from moltverify.tlc.outcome import Failed, FailureReason, Outcome, Violated

SLICE_MODULE = "MoltverifySlice"
IN_SLICE = "MoltverifyInSlice"
OUTSIDE = "MoltverifyOutside"  # with the number of a slice: the state is in no other one
SPEC, INIT = "MoltverifySliceSpec", "MoltverifySliceInit"


def with_slice(files: StagedFiles, part: Slice) -> StagedFiles:
    """Return the files with a new root module, whose behaviours begin in one slice.

    Raises ConfigSyntaxError for a config that cannot be read, ValueError for one without a
    specification.
    """
    root, config = files.module.name.removesuffix(MODULE), read_config(files.config.text)
    module = "\n".join(slice_lines(root, part, config))
    return StagedFiles(
        module=StagedFile(f"{SLICE_MODULE}{MODULE}", module.encode()),
        config=StagedFile(
            f"{SLICE_MODULE}{CONFIG}", write_config(slice_config(config, part)).encode()
        ),
        others=(files.module, *files.others),
    )


def slice_lines(root: str, part: Slice, config: Config) -> Iterator[str]:
    """Yield the lines of the root module."""
    start = config.specification or config.init
    if start is None:
        raise ValueError("the config has neither SPECIFICATION nor INIT, so it has no slices")
    yield f"---- MODULE {SLICE_MODULE} ----"
    yield f"EXTENDS {root}"
    for number, predicate in enumerate(part.before, start=1):
        # On lines of its own, because TLA+ reads lists by their columns.
        yield from (f"{OUTSIDE}{number} == ~(", predicate, ")")
    if part.predicate:
        yield from (f"{IN_SLICE} == (", part.predicate, ")")
    else:
        yield f"{IN_SLICE} == " + " /\\ ".join(outside_names(part))
    # After the specification, which gives the variables their values. With `= TRUE`, because TLC
    # would generate an initial state once for each disjunct that it satisfies.
    name = SPEC if config.specification else INIT
    yield f"{name} == {start.name} /\\ ({IN_SLICE} = TRUE)"
    yield "===="
    yield ""


def outside_names(part: Slice) -> list[str]:
    """Return the names of the invariants that a state is in no slice before this one."""
    return [f"{OUTSIDE}{number}" for number in range(1, len(part.before) + 1)]


def slice_config(config: Config, part: Slice) -> Config:
    """Return a model's config with the slice's specification and invariants."""
    # The rest is what is in no other slice. First, so that of two violations in one state TLC
    # reports the one by which the slices are none.
    names = [*([IN_SLICE] if part.predicate else []), *outside_names(part)]
    own = tuple(Named(name, 0) for name in names)
    config = replace(config, invariants=(*own, *config.invariants))
    if config.specification:
        return replace(config, specification=Named(SPEC, 0))
    return replace(config, init=Named(INIT, 0))


def of_slice(outcome: Outcome, part: Slice) -> Outcome:
    """Return an outcome, as a failure if it says that the slices are not disjoint."""
    if not isinstance(outcome, Violated) or outcome.property is None:
        return outcome
    other = re.fullmatch(f"{OUTSIDE}([0-9]+)", outcome.property)
    if outcome.property != IN_SLICE and not other:
        return outcome
    steps = outcome.trace.steps
    if len(steps) == 1 and other:
        what = f"an initial state is in {part.label} and in slice {other[1]}"
        mend = "each initial state must satisfy at most one predicate"
    else:
        action = steps[-1].action if steps else None
        by = f", by {action.name}" if action else ""
        where = f" into slice {other[1]}" if other else ""
        what = f"a step leads out of {part.label}{where}{by}"
        mend = "a predicate must be about what never changes"
    return Failed(FailureReason.SLICES, f"{what}; {mend}", trace=outcome.trace)
