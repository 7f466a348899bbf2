"""What a model must do, as data that is written down with its result."""

import msgspec
import pytest

from moltverify.registry.expectation import CountBand, Expectation, MustHold, MustReach, MustViolate
from moltverify.tlc.outcome import ViolationKind

EACH = [
    (MustHold(), {"type": "holds", "distinct": None, "constant": False, "bands": ()}),
    (MustHold(6), {"type": "holds", "distinct": 6, "constant": False, "bands": ()}),
    (MustHold(constant=True), {"type": "holds", "distinct": None, "constant": True, "bands": ()}),
    (
        MustHold(bands=(CountBand("depth", 2, 5),)),
        {
            "type": "holds",
            "distinct": None,
            "constant": False,
            "bands": ({"count": "depth", "least": 2, "most": 5},),
        },
    ),
    (MustReach("Full"), {"type": "reaches", "state": "Full", "never": "", "among": False}),
    (MustReach("~No", "No"), {"type": "reaches", "state": "~No", "never": "No", "among": False}),
    (
        MustViolate("Cap", ViolationKind.INVARIANT, 3, ("Open",)),
        {
            "type": "violates",
            "property": "Cap",
            "kind": "invariant",
            "length": 3,
            "route": ("Open",),
        },
    ),
]


@pytest.mark.parametrize(("expectation", "written"), EACH)
def test_an_expectation_says_its_kind_when_written_down(
    expectation: Expectation, written: dict[str, object]
) -> None:
    assert msgspec.to_builtins(expectation) == written
    assert msgspec.convert(written, Expectation) == expectation


def test_expectations_cannot_be_changed() -> None:
    with pytest.raises(AttributeError):
        MustHold(6).distinct = 7  # type: ignore[misc] # that it is refused is the point
