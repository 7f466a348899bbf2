"""The gates in front of the agent, one behind the other, for every configuration and message."""

from collections.abc import Iterator

from moltverify.conformance.json_values import memoised_plain_json
from moltverify.conformance.projection import Sample
from moltverify.conformance.records import PlantedBug
from moltverify.tlc.graph import Graph

BYPASS_UNAUTHORIZED = PlantedBug(
    "channels/mention-gating.js",
    "params.commandAuthorized &&\n",
    "",
    "Any control command bypasses the mention gate.",
)
NEVER_BLOCKED = PlantedBug(
    "channels/command-gating.js",
    "params.hasControlCommand && !commandAuthorized",
    "false",
    "The command gate blocks nothing.",
)
FINAL = {"blocked", "skipped", "run as a command", "handed to the agent"}


def project(graph: Graph) -> Iterator[Sample]:
    """Yield the fate of each initial message: where the one path from it ends."""
    as_json = memoised_plain_json()
    onward = {edge.before: edge.after for edge in graph.edges if edge.action != "SendAgain"}
    for number in graph.initial:
        last = number
        while last in onward:
            last = onward[last]
        state = {name: as_json(value) for name, value in graph.states[number]}
        status = dict(graph.states[last])["status"]
        assert status in FINAL
        call = {"config": state["config"], "message": state["message"]}
        yield Sample("receive", call, {}, {"status": status})
