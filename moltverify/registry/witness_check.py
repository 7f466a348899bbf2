"""Whether TLC can look for the state of a witness."""

import re
from collections.abc import Iterator

from moltverify.registry.entry_types import NAME
from moltverify.registry.expectation import MustReach
from moltverify.registry.mistakes import nearest
from moltverify.registry.records import Model
from moltverify.registry.spec_files import SpecFiles
from moltverify.tla.config import Config
from moltverify.tla.module_parser import parse_module_text

STATE = "State"  # the name of the definition by which an expression is parsed


def witness_faults(
    model: Model, wanted: MustReach, config: Config, files: SpecFiles
) -> Iterator[str]:
    """Yield why TLC cannot look for the state of a witness."""
    if wanted.never:
        invariants = [one.name for one in config.invariants]
        if wanted.never not in invariants:
            guess = nearest(wanted.never, invariants)
            yield f"{model.job.config} does not check {wanted.never} under INVARIANT{guess}"
    elif re.fullmatch(NAME, wanted.state):
        known = files.names(model.job)
        if known.lacks(wanted.state):
            guess = nearest(wanted.state, known.defined)
            yield f"{model.job.module} does not define {wanted.state}{guess}"
    elif not is_expression(wanted.state):
        yield f"this is no TLA+ expression: {wanted.state}"


def is_expression(text: str) -> bool:
    """Tell whether a text is one expression, as far as the parser understands it."""
    parsed = parse_module_text(f"---- MODULE Witness ----\n{STATE} == (\n{text}\n)\n====\n")
    return parsed.error_line is None and [one.name for one in parsed.definitions] == [STATE]
