"""Claims made by hand from jobs, for tests of the audit that need no registry file."""

from pathlib import Path

from msgspec.structs import replace

from moltverify.audit.unregistered_models import claim_of_config
from moltverify.registry.expectation import Expectation, MustHold, MustReach, MustViolate
from moltverify.registry.records import Allowance, Claim, Model, Role, YamlPlace
from moltverify.running.job import TlcJob
from moltverify.tlc.outcome import ViolationKind

INVARIANT = ViolationKind.INVARIANT
REGISTRY = Path("registry.yaml")


def claim_of(
    job: TlcJob,
    expectation: Expectation | None = None,
    models: tuple[Model, ...] = (),
    allowed: tuple[Allowance, ...] = (),
) -> Claim:
    """Return the claim `lamp` whose green is the job, with other models and allowances."""
    claim = claim_of_config(job, "lamp", Role.GREEN)
    green = replace(claim.models[0], expectation=expectation or MustHold(), source=place(1))
    return replace(
        claim,
        green=green,
        statement="The lamp is safe.",
        one_operator=True,
        witnesses=tuple(one for one in models if one.role is Role.WITNESS),
        reds=tuple(one for one in models if one.role is Role.RED),
        allowed=allowed,
    )


def red_of(job: TlcJob, name: str = "bad", violates: str = "Safe") -> Model:
    """Return a red of the claim `lamp` that must violate an invariant."""
    return model(f"lamp:{name}", Role.RED, job, MustViolate(violates, INVARIANT))


def witness_of(job: TlcJob, name: str = "seen", state: str = "Full") -> Model:
    """Return a witness of the claim `lamp` that must reach a state."""
    return model(f"lamp@{name}", Role.WITNESS, job, MustReach(state))


def model(name: str, role: Role, job: TlcJob, expectation: Expectation) -> Model:
    """Return a model of the claim `lamp`, as if the registry had it in line 7."""
    return Model(
        id=name,
        claim="lamp",
        role=role,
        sentence=name,
        job=job,
        expectation=expectation,
        source=place(7),
    )


def place(line: int) -> YamlPlace:
    """Return a place in a registry that no test reads."""
    return YamlPlace(REGISTRY, line, 1)
