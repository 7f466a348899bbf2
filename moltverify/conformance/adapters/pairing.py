"""The pairing store, as the models without interleaving see it: one call, one step.

A code that was just given out is called "new" here and in the harness: which free code it is, is
left to chance. A code that another row has already keeps its name, and so shows as a difference.
"""

from collections.abc import Iterator

from moltverify.conformance.plain import Fields, Json, in_order
from moltverify.conformance.records import Mutant
from moltverify.conformance.transitions import Sample, Step, steps
from moltverify.tlc.graph import Graph

STORE = "pairing/pairing-store.js"
AT_THE_LIMIT = Mutant(
    STORE,
    "nowMs - createdAt > PAIRING_PENDING_TTL_MS",
    "nowMs - createdAt >= PAIRING_PENDING_TTL_MS",
    "A request whose age is exactly the TTL counts as expired.",
)
CLOCK_RESTARTED = Mutant(
    STORE,
    "createdAt: existing?.createdAt ?? now",
    "createdAt: now",
    "A refresh restarts the request's clock.",
)


def project_life(graph: Graph) -> Iterator[Sample]:
    """Yield the calls of the model `Pairing`; what only the owner or time does is no call."""
    for step in steps(graph, "rows", "note", "screen", "allowFrom"):
        match step.action:
            case "Ask":
                yield asked(step)
            case "AskAgain":
                yield from asked_again(step)
            case "List":
                yield sample(step, "list", {}, step.after["screen"])
            case "Approve" | "FindNoRequest":
                yield approved(step)


def sample(step: Step, action: str, arguments: Fields, answer: Json) -> Sample:
    """Return a call on the rows before, with its answer and the rows after."""
    rows: Json = {"rows": step.before["rows"]}
    return Sample(action, rows, arguments, {"answer": answer, "rows": step.after["rows"]})


def asked(step: Step) -> Sample:
    """Return the call that made the one row which is fresh and was not there before."""
    old, rows = step.before["rows"], step.after["rows"]
    (row,) = [row for row in rows if row not in old]
    others = [other for other in rows if other != row]
    code = row["code"] if row["code"] in {other["code"] for other in others} else "new"
    answer = {"code": code, "created": True}
    outcome = {"answer": answer, "rows": in_order([*others, {**row, "code": code}])}
    return Sample("ask", {"rows": old}, {"sender": row["sender"]}, outcome)


def asked_again(step: Step) -> Iterator[Sample]:
    """Yield the calls that a refresh may be: that of the row which changed, or of a fresh one."""
    old, rows = step.before["rows"], step.after["rows"]
    changed = [row for row in rows if row not in old]
    for row in changed or [row for row in rows if row["seen"] == 0]:
        answer = {"code": row["code"], "created": False}
        yield sample(step, "ask", {"sender": row["sender"]}, answer)


def approved(step: Step) -> Sample:
    """Return the call with the noted code; who was approved is who is new on the allow list."""
    before = {entry["sender"] for entry in step.before["allowFrom"]}
    new = [entry["sender"] for entry in step.after["allowFrom"] if entry["sender"] not in before]
    answer = new[0] if new else "nobody"
    return sample(step, "approve", {"code": step.before["note"]["code"]}, answer)
