"""A suite's results by claim, whether or not the registry still has it."""

import pytest
from msgspec.structs import replace

from moltverify.report.pages.sections import (
    TEXT_WIDTH,
    ClaimSection,
    claim_id_of,
    claim_sections,
    counterexample,
)
from tests.report import sample

REGISTRY = sample.registry()


def sections(*models: str, missing: tuple[str, ...] = ()) -> dict[str, ClaimSection]:
    suite = replace(sample.part(*models), missing=missing)
    return {one.id: one for one in claim_sections(suite, REGISTRY)}


def test_claims_are_in_the_order_of_the_results() -> None:
    found = sections("lamp:flicker", "door", "lamp")
    assert list(found) == ["lamp", "door"]
    assert [result.id for result in found["lamp"].results] == ["lamp:flicker", "lamp"]


def test_a_claim_of_which_nothing_ran_is_last_with_its_missing_models() -> None:
    found = sections("lamp", missing=("door@inside", "lamp:flicker", "door"))
    assert list(found) == ["lamp", "door"]
    assert (found["door"].results, found["door"].missing) == ((), ("door@inside", "door"))
    assert found["lamp"].missing == ("lamp:flicker",)


def test_a_claim_that_is_registered_has_its_entry() -> None:
    door = sections("door:tailgate")["door"]
    assert door.title == "Only who has a key gets in"
    assert set(door.phrases) == {"Init", "Unlock", "Enter"}
    model = door.model("door:tailgate")
    assert model is not None
    assert model.sentence.startswith("Whoever finds the door unlocked")


def test_a_claim_that_is_registered_no_longer_has_its_id_for_a_title() -> None:
    (gone,) = sections(missing=("gone:once",)).values()
    assert (gone.id, gone.title, gone.claim) == ("gone", "gone", None)
    assert (dict(gone.phrases), gone.model("gone:once")) == ({}, None)


def test_a_model_that_is_not_one_of_the_claim_has_no_entry() -> None:
    door = sections("door")["door"]
    assert door.model("lamp") is None
    assert door.model("door:gone") is None


@pytest.mark.parametrize(
    ("model", "claim", "name"),
    [
        ("door", "door", "green"),
        ("door:tailgate", "door", "tailgate"),
        ("door@inside", "door", "inside"),
        ("door:a@b:c", "door", "a@b:c"),
    ],
)
def test_the_id_of_a_model_begins_with_that_of_its_claim(model: str, claim: str, name: str) -> None:
    assert claim_id_of(model) == claim
    assert ClaimSection(claim, None, (), ()).name_of(model) == name


def test_a_counterexample_is_told_in_the_phrases_of_the_claim() -> None:
    text = counterexample(sample.model("door:tailgate"), sections("door")["door"].phrases)
    assert text.startswith("1  The door is locked\n")
    assert "walks in" in text
    assert max(map(len, text.splitlines())) <= TEXT_WIDTH


def test_without_phrases_the_actions_are_named() -> None:
    assert "Enter" in counterexample(sample.model("door:tailgate"), {})


@pytest.mark.parametrize("name", ["door", "torn", "slow", "vault:once"])
def test_a_result_without_a_trace_has_no_counterexample(name: str) -> None:
    assert counterexample(sample.model(name), {}) == ""
