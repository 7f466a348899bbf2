"""State graphs as tests write them."""

from collections.abc import Iterable, Mapping

from moltverify.conformance.json_values import Fields
from moltverify.conformance.state_graph import StateGraph, StepLine


def made_graph(
    states: Mapping[int, Fields],
    steps: Iterable[tuple[int, str, int]],
    initial: tuple[int, ...] = (1,),
) -> StateGraph:
    return StateGraph(states, initial, tuple(StepLine(*step) for step in steps))


# A door that opens and shuts; `hand` is who did it last.
DOOR = made_graph(
    {
        1: {"door": "shut", "hand": "none"},
        2: {"door": "open", "hand": "ann"},
        3: {"door": "open", "hand": "bob"},
        4: {"door": "shut", "hand": "ann"},
    },
    [
        (1, "Open", 2),
        (1, "Open", 3),
        (2, "Shut", 4),
        (4, "Open", 3),
    ],
)
