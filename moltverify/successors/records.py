"""The successors of a trace's states as records, kept under all that they depend on."""

import msgspec
from msgspec import Struct

from moltverify.store.code_digest import code_digest
from moltverify.store.keyed import key_of
from moltverify.suite.results import ModelResult
from moltverify.tla.values import Value

KIND = "successors"  # the folder of the records among all caches
# The code that decides what is found; what only shows it is left out.
ROOMS = ("successors", "audit/experiments", "tla", "tlc", "running")

State = tuple[tuple[str, Value], ...]


class Successor(Struct, frozen=True):
    """A step from a state: the action's name, and the state that it leads to."""

    action: str
    state: State


class TraceSuccessors(Struct, frozen=True):
    """The successors of each state of a trace, in the trace's order, without stuttering."""

    steps: tuple[tuple[Successor, ...], ...]


class SuccessorInputs(Struct, frozen=True):
    """Everything that the successors of a trace depend on."""

    model: str
    inputs: str
    jar: str
    trace: bytes
    code: str


def successors_key(result: ModelResult, jar: str) -> str:
    """Return the key of a result's successors; `jar` is the digest of the TLC that finds them."""
    return key_of(
        SuccessorInputs(
            result.id,
            result.inputs,
            jar,
            msgspec.json.encode(result.trace),
            code_digest(*ROOMS),
        )
    )
