"""A request as a job: checked against the registry and the limits, with its digest and title."""

from collections.abc import Sequence

from msgspec import Struct

from moltverify.errors import UsageError
from moltverify.file_access import read_text
from moltverify.registry.records import Claim, Model, Registry, Role
from moltverify.registry.registry_files import RegistryFiles
from moltverify.running.tool_inputs import tool_inputs
from moltverify.running.toolchain import Toolchain
from moltverify.serve.expression_values import LONGEST
from moltverify.serve.job_errors import RefusedError
from moltverify.serve.job_requests import (
    ClaimRequest,
    JobInputs,
    JobRequest,
    OwnRequest,
    OwnValueRequest,
    SweepRequest,
    ValueRequest,
    WhatIfRequest,
)
from moltverify.serve.limits import ServeLimits
from moltverify.serve.own_models import checked_module_name
from moltverify.store.keyed import key_of
from moltverify.suite.input_digests import InputDigests
from moltverify.sweep.constants import require_sweepable
from moltverify.sweep.ranges import Range, instances, read_ranges
from moltverify.tla.config import read_config


class ServedSuite(Struct, frozen=True):
    """What a service runs: a registry with the files that it has read, the tools, the limits."""

    files: RegistryFiles
    toolchain: Toolchain
    limits: ServeLimits

    @property
    def registry(self) -> Registry:
        """The registry as it was when the service started."""
        return self.files.registry

    def claim(self, claim_id: str) -> Claim:
        """Return a claim; raises RefusedError if there is none with this id."""
        try:
            return self.registry.claim(claim_id)
        except KeyError:
            hint = "the first page lists the claims"
            raise RefusedError(404, "there is no such claim", hint) from None

    def model(self, claim_id: str, model_id: str) -> Model:
        """Return a model of a claim; raises RefusedError if there is none with this id."""
        for model in self.claim(claim_id).models:
            if model.id == model_id:
                return model
        raise RefusedError(404, "there is no such model", "the claim's page lists its models")


class PreparedJob(Struct, frozen=True):
    """A request that can run: the digest of all its inputs, and its title."""

    request: JobRequest
    digest: str
    title: str


def prepare_job(request: JobRequest, suite: ServedSuite) -> PreparedJob:
    """Return a request as a job; raises RefusedError for what is not allowed."""
    match request:
        case ClaimRequest() | WhatIfRequest():
            claim = suite.claim(request.claim)
            return request_job(request, claim.title, claim.models, suite)
        case SweepRequest():
            claim, ranges = suite.claim(request.claim), allowed_ranges(request, suite.limits)
            models = swept_models(claim)
            require_ranges(models, ranges)
            words = ", ".join(request.ranges)
            return request_job(request, f"{claim.title}: {words}", models, suite)
        case ValueRequest():
            model = suite.model(request.claim, request.model)
            require_expression(request.expression)
            return request_job(request, f"{request.expression} in {model.id}", (model,), suite)
        case OwnValueRequest():
            require_expression(request.expression)
            name = checked_module_name(request.model, suite.limits)
            return request_job(request, f"{request.expression} in {name}", (), suite)
        case OwnRequest():
            return request_job(request, checked_module_name(request, suite.limits), (), suite)


def require_expression(text: str) -> None:
    """Raise RefusedError for an expression that is empty or too long."""
    if not 0 < len(text.strip()) <= LONGEST:
        words = f"an expression has 1 to {LONGEST} characters"
        raise RefusedError(422, words, "write a shorter one")


def request_job(
    request: JobRequest, title: str, models: Sequence[Model], suite: ServedSuite
) -> PreparedJob:
    """Return the job of a request about models of the registry."""
    digests = InputDigests(reader=suite.files.reader)
    inputs = JobInputs(
        request=request,
        models=tuple(digests.of(model) for model in models),
        # What makes pages counts too: a result of other code is another result.
        tools=tool_inputs(suite.toolchain, "serve", "report", "site", "audit", "successors"),
    )
    return PreparedJob(request, key_of(inputs), title)


def swept_models(claim: Claim) -> tuple[Model, ...]:
    """Return the models of a sweep: witnesses say little about a size."""
    return tuple(model for model in claim.models if model.role is not Role.WITNESS)


def allowed_ranges(request: SweepRequest, limits: ServeLimits) -> tuple[Range, ...]:
    """Return the ranges of a sweep; raises RefusedError if they are wrong or too large."""
    try:
        ranges = read_ranges(request.ranges)
    except UsageError as error:
        raise RefusedError(422, error.message, error.hint) from error
    if not ranges:
        raise RefusedError(422, "no constant is named", "name one, such as MaxPending=1..4")
    largest = max(size for one in ranges for size in one.sizes)
    number = len(instances(ranges))
    if largest > limits.largest_size or number > limits.instances:
        raise RefusedError(
            422,
            f"that makes {number} sizes, the largest {largest}; this service checks "
            f"{limits.instances} at most, up to {limits.largest_size}",
            "narrow the ranges, or run moltverify sweep on your own machine",
        )
    return ranges


def require_ranges(models: Sequence[Model], ranges: Sequence[Range]) -> None:
    """Raise RefusedError unless the configs of all models have the constants."""
    try:
        for model in models:
            config = read_config(read_text(model.job.config))
            require_sweepable(config, ranges, model.job.config.name)
    except UsageError as error:
        raise RefusedError(422, error.message, error.hint) from error
