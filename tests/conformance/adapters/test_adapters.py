"""What holds of all adapters together."""

from pathlib import Path
from threading import Event

import pytest

from moltverify.conformance.drift_record import read_recorded
from moltverify.conformance.model_vectors import Explorer, VectorSource, vectors_of
from moltverify.conformance.records import Conformance
from moltverify.registry.records import Registry
from moltverify.running.toolchain import Toolchain
from tests.conformance.adapters.mutants import MUTANTS
from tests.conformance.conftest import SPECS
from tests.nightly import some_in_campaigns

ADAPTERS = SPECS / "adapters"


def test_every_claim_with_a_counterpart_has_mutants(conformance: Conformance) -> None:
    replayed = {one.claim for one in conformance.counterparts if one.program}
    assert replayed == set(MUTANTS)
    assert all(MUTANTS.values())


def test_every_adapter_is_used_and_is_there(conformance: Conformance) -> None:
    programs = [one.program for one in conformance.counterparts if one.program]
    used = {program.command[-1] for program in programs}
    used |= {program.projection.command[1] for program in programs}
    shared = {"__init__.py", "pairing-store.mjs", "product.mjs"}
    there = {file.name for file in ADAPTERS.iterdir() if file.suffix in {".py", ".mjs"}}
    assert {Path(one).name for one in used} == there - shared


@pytest.mark.parametrize("file", sorted(ADAPTERS.glob("*.mjs")), ids=lambda file: file.name)
def test_no_adapter_imports_what_lies_beside_no_registry(file: Path) -> None:
    assert "../" not in file.read_text()


@pytest.mark.tlc
@pytest.mark.parametrize(
    "claim",
    some_in_campaigns(MUTANTS, ["ingress-idempotency"]),
)
def test_a_projection_makes_as_many_calls_as_are_on_record(
    claim: str,
    registry: Registry,
    conformance: Conformance,
    shared: Path,
    toolchain: Toolchain,
) -> None:
    counterpart, recorded = conformance.of(claim), read_recorded(SPECS)
    assert counterpart is not None
    assert recorded is not None
    explorer = Explorer(toolchain=toolchain, cache=shared, stop=Event())
    source = VectorSource(registry.claim(claim).models[0], counterpart, conformance)
    numbers = {finding.vectors for finding in recorded.of_claim(claim) if finding.vectors}
    assert numbers == {len(vectors_of(source, explorer))}
