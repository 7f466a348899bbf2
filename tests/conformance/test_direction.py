"""Whether an outcome that the model does not allow is stricter or laxer than the model."""

import pytest

from moltverify.conformance.direction import direction_of
from moltverify.conformance.json_values import Json
from moltverify.conformance.records import Direction, Order
from tests.conformance.made import vector

STARTS = Order("starts", (False, True))
ADDRESS = Order("address", ("127.0.0.1", "0.0.0.0"))
SHOWN = Order("shown", more=True)


@pytest.mark.parametrize(
    ("orders", "allowed", "observed", "direction"),
    [
        ([STARTS], {"starts": True}, {"starts": False}, Direction.STRICTER),
        ([STARTS], {"starts": False}, {"starts": True}, Direction.LAXER),
        ([ADDRESS], {"address": "0.0.0.0"}, {"address": "127.0.0.1"}, Direction.STRICTER),
        ([SHOWN], {"shown": ["ann", "bob"]}, {"shown": ["ann"]}, Direction.STRICTER),
        ([SHOWN], {"shown": ["ann"]}, {"shown": ["bob"]}, Direction.LAXER),
        ([SHOWN], {"shown": 3}, {"shown": 2}, Direction.STRICTER),
        # Stricter in one way and laxer in another is laxer.
        (
            [STARTS, SHOWN],
            {"starts": True, "shown": 1},
            {"starts": False, "shown": 2},
            Direction.LAXER,
        ),
        # What no order is about, and an error, are not shown to be stricter.
        ([STARTS], {"starts": True, "door": 1}, {"starts": True, "door": 2}, Direction.LAXER),
        ([STARTS], {"starts": True}, {"error": "it burns"}, Direction.LAXER),
        ([], {"starts": True}, {"starts": False}, Direction.LAXER),
        ([ADDRESS], {"address": "0.0.0.0"}, {"address": "10.0.0.1"}, Direction.LAXER),
        ([Order("", (False, True))], True, False, Direction.STRICTER),
    ],
)
def test_only_what_an_order_shows_is_stricter(
    orders: list[Order], allowed: Json, observed: Json, direction: Direction
) -> None:
    assert direction_of(vector(1, {}, allowed), observed, orders) is direction


def test_of_several_allowed_outcomes_one_that_is_more_permissive_suffices() -> None:
    either = vector(1, {}, {"starts": False, "door": 1}, {"starts": True})
    assert direction_of(either, {"starts": False, "door": 2}, [STARTS]) is Direction.STRICTER
