"""The pairing store: the replay tells right rules from wrong ones, in the model and in the code."""

import shutil
from pathlib import Path

import pytest
from msgspec.structs import replace

from moltverify.conformance.protocol import PlantedBug
from moltverify.conformance.records import Status
from moltverify.registry.records import Model, Registry
from tests.conformance.adapters.mutants import AT_THE_LIMIT, CLOCK_RESTARTED
from tests.conformance.conftest import SPECS, Replayed

# Replays of a release; tests/conformance shows drift on small programs of its own.
pytestmark = [pytest.mark.tlc, pytest.mark.index, pytest.mark.nightly]

ONE_SENDER = {"Senders": '{"alice"}', "Codes": '{"K7", "M2"}'}


def wrong(registry: Registry, folder: Path, replaced: str, definition: str) -> Model:
    """Return the pairing model with one operator replaced."""
    green = registry.claim("pairing").models[0]
    for file in (SPECS / "pairing").glob("*.tla"):
        shutil.copy(file, folder)
    module = folder / "Wrong.tla"
    module.write_text(f"---- MODULE Wrong ----\nEXTENDS Pairing\nWrong_{definition}\n====\n")
    config = folder / "Wrong.cfg"
    operator = f"CONSTANTS {replaced} <- Wrong_{replaced}\n"
    config.write_text(green.job.config.read_text() + operator)
    return replace(green, id="pairing:wrong", job=replace(green.job, module=module, config=config))


def test_the_code_does_what_the_model_says(replayed: Replayed) -> None:
    finding = replayed("pairing", **ONE_SENDER)
    assert finding.status is Status.CONFORMS, finding
    assert finding.replayed == finding.vectors > 50


def test_a_model_that_expires_at_the_limit_drifts(
    replayed: Replayed, registry: Registry, tmp_path: Path
) -> None:
    model = wrong(registry, tmp_path, "Expired", "Expired(row) == row.age >= TTL")
    finding = replayed(model, **ONE_SENDER)
    assert finding.status is Status.LAXER
    assert {row["age"] for row in finding.examples[0].vector.state["rows"]} == {2}


def test_a_model_whose_refresh_restarts_the_clock_drifts(
    replayed: Replayed, registry: Registry, tmp_path: Path
) -> None:
    anew = "Refreshed(row) == [row EXCEPT !.seen = 0, !.age = 0]"
    finding = replayed(wrong(registry, tmp_path, "Refreshed", anew), **ONE_SENDER)
    assert finding.status is Status.LAXER
    assert finding.examples[0].vector.action == "ask"


@pytest.mark.parametrize("mutant", [AT_THE_LIMIT, CLOCK_RESTARTED], ids=lambda one: one.why)
def test_a_mutant_of_the_store_is_noticed(replayed: Replayed, mutant: PlantedBug) -> None:
    assert replayed("pairing", mutant, **ONE_SENDER).status is Status.LAXER
