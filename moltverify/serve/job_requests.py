"""What a client can ask for: a claim again, a claim in several sizes, or a model of its own."""

from typing import TypeAlias

import msgspec
from msgspec import Struct

from moltverify.running.tool_inputs import ToolInputs


class ClaimRequest(Struct, frozen=True, tag="claim", tag_field="kind", forbid_unknown_fields=True):
    """A registered claim, with all its models."""

    claim: str


class SweepRequest(Struct, frozen=True, tag="sweep", tag_field="kind", forbid_unknown_fields=True):
    """A registered claim in several sizes, each range as in `MaxPending=1..4`."""

    claim: str
    ranges: tuple[str, ...]


class OwnRequest(Struct, frozen=True, tag="own", tag_field="kind", forbid_unknown_fields=True):
    """A module and its config; `deadlock` says whether a deadlock is a fault."""

    module: str
    config: str
    deadlock: bool = True


class WhatIfRequest(
    Struct, frozen=True, tag="what-if", tag_field="kind", forbid_unknown_fields=True
):
    """A registered claim, with the other steps that were possible in its counterexamples."""

    claim: str


class ValueRequest(Struct, frozen=True, tag="value", tag_field="kind", forbid_unknown_fields=True):
    """The value of an expression in each state of a model's counterexample."""

    claim: str
    model: str
    expression: str


class OwnValueRequest(
    Struct, frozen=True, tag="own-value", tag_field="kind", forbid_unknown_fields=True
):
    """The value of an expression in each state of the counterexample of a reader's own model."""

    model: OwnRequest
    expression: str


JobRequest: TypeAlias = (
    ClaimRequest | SweepRequest | OwnRequest | WhatIfRequest | ValueRequest | OwnValueRequest
)
KINDS = {
    ClaimRequest: "claim",
    SweepRequest: "sweep",
    OwnRequest: "own",
    WhatIfRequest: "what-if",
    ValueRequest: "value",
    OwnValueRequest: "own-value",
}


class JobInputs(Struct, frozen=True):
    """All that the result of a job depends on; `models` are digests of a claim's models."""

    request: JobRequest
    models: tuple[str, ...]
    tools: ToolInputs


def read_request(content: bytes) -> JobRequest:
    """Read a request; raises ValueError, which says what is wrong, for anything else."""
    try:
        return msgspec.json.decode(content, type=JobRequest)
    except msgspec.DecodeError as error:
        raise ValueError(str(error)) from error
    except RecursionError as error:
        raise ValueError("it is nested too deep") from error


def request_kind(request: JobRequest) -> str:
    """Return the kind of a request."""
    return KINDS[type(request)]


def needs_sandbox(request: JobRequest) -> bool:
    """Tell whether TLC evaluates text of a stranger."""
    return isinstance(request, OwnRequest | ValueRequest | OwnValueRequest)
