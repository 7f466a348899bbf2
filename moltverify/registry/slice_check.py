"""Whether a model can be checked in slices of its initial states.

TLC itself checks that the slices are disjoint, and that no step leads from one into another.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from moltverify.registry.expectation import MustHold
from moltverify.registry.mistakes import nearest
from moltverify.registry.records import Model
from moltverify.registry.reduction_check import model_reductions
from moltverify.registry.spec_files import SpecFiles
from moltverify.registry.trace_check import NAME_OF_EXPRESSION, free_names
from moltverify.tla.config import Config
from moltverify.tla.module_parser import parse_module_text
from moltverify.tla.parsed_modules import ParsedModules
from moltverify.tla.reductions import ReductionKind

if TYPE_CHECKING:
    from tree_sitter import Node

# Each slice has counts, registers and random values of its own, and TLC takes states for equal
# that may be in two slices.
NOT_BY_SLICES = {
    ReductionKind.SYMMETRY: "states that it makes equal may be in two slices",
    ReductionKind.VIEW: "states that it makes equal may be in two slices",
    ReductionKind.RANDOM: "each slice draws values of its own",
    ReductionKind.SEARCH: "each slice has a search of its own",
}


def slice_faults(model: Model, config: Config, files: SpecFiles) -> Iterator[str]:
    """Yield why a model cannot be checked in its slices; nothing for one without."""
    if not model.slices:
        return
    yield from whole_model_faults(model, config)
    for one in model_reductions(model, files):
        if one.kind in NOT_BY_SLICES:
            where = f"{one.file}:{one.line}: {one.kind.value} {one.name}"
            yield f"{where}: {NOT_BY_SLICES[one.kind]}; leave out 'slice'"
    for predicate in model.slices:
        yield from predicate_faults(model, predicate, files)
    same = {one for one in model.slices if model.slices.count(one) > 1}
    yield from (f"two slices have the predicate {one}" for one in sorted(same))


def whole_model_faults(model: Model, config: Config) -> Iterator[str]:
    """Yield why the model and its config have no slices, whatever the predicates are."""
    wanted = model.expectation
    if model.job.options.random_search:
        yield "slices are parts of all states, and random traces are none; leave out 'slice'"
    elif isinstance(wanted, MustHold) and wanted.constant:
        yield "a model with 'kind: constant' has no initial states; leave out 'slice'"
    elif not (config.specification or (config.init and config.next)):
        yield f"{model.job.config} has neither SPECIFICATION nor INIT and NEXT to divide"
    if config.postcondition:
        place = f"{model.job.config}:{config.postcondition.line}"
        yield f"{place}: a POSTCONDITION is about the whole search; leave out 'slice'"


def predicate_faults(model: Model, predicate: str, files: SpecFiles) -> Iterator[str]:
    """Yield why a text is no predicate of a model's states."""
    names = free_names(predicate)
    if names is None:
        yield f"this is no TLA+ expression: {predicate}"
        return
    sources, known = files.parsed(model.job), files.names(model.job)
    unknown = [one for one in names if one not in sources.variables and known.lacks(one)]
    for name in unknown:
        guess = nearest(name, known.defined | sources.variables)
        yield f"{model.job.module} does not define {name}{guess}"
    if unknown:
        return
    if is_about_steps(predicate, sources):
        yield f"a slice is about one state, without primes and temporal operators: {predicate}"
    elif known.complete and not sources.uses_variable(expression_of(predicate)):
        yield f"a slice with no variable has all initial states or none: {predicate}"


def is_about_steps(predicate: str, sources: ParsedModules) -> bool:
    """Tell whether an expression, or what it names, has a prime or a temporal operator."""
    node = expression_of(predicate)
    return sources.uses_action(node) or sources.is_temporal(node)


def expression_of(predicate: str) -> Node:
    """Return the node of an expression, which `free_names` has read."""
    text = f"---- MODULE M ----\n{NAME_OF_EXPRESSION} == (\n{predicate}\n)\n====\n"
    found = parse_module_text(text).definition(NAME_OF_EXPRESSION)
    assert found is not None
    return found.body
