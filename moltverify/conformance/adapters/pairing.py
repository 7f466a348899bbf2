"""The pairing store, as the models without interleaving see it: one call, one step.

A code that was just given out is called "new" here and in the harness: which free code it is, is
left to chance. A code that another row has already keeps its name, and so shows as a difference.
"""

from collections.abc import Iterator

from moltverify.conformance.json_values import Fields, Json, in_json_order
from moltverify.conformance.projection import ProjectedStep, Sample, steps
from moltverify.conformance.records import PlantedBug
from moltverify.tlc.graph import Graph

STORE = "pairing/pairing-store.js"
AT_THE_LIMIT = PlantedBug(
    STORE,
    "nowMs - createdAt > PAIRING_PENDING_TTL_MS",
    "nowMs - createdAt >= PAIRING_PENDING_TTL_MS",
    "A request whose age is exactly the TTL counts as expired.",
)
CLOCK_RESTARTED = PlantedBug(
    STORE,
    "createdAt: existing?.createdAt ?? now",
    "createdAt: now",
    "A refresh restarts the request's clock.",
)
NO_CAP = PlantedBug(
    STORE,
    "PAIRING_PENDING_MAX > 0 && reqs.length >= PAIRING_PENDING_MAX",
    "false",
    "The number of pending requests is not checked.",
)
CAP_FIRST = PlantedBug(
    STORE,
    "if (existingIdx >= 0) {",
    "if (existingIdx >= 0 && reqs.length < PAIRING_PENDING_MAX) {",
    "The cap is checked before the sender is looked up.",
)
NEW_CODE = PlantedBug(
    STORE,
    "const code = existingCode || generateUniqueCode(existingCodes);",
    "const code = generateUniqueCode(existingCodes);",
    "A retry changes the code.",
)
UNTRIMMED = PlantedBug(
    STORE,
    "return String(value).trim();\n}\nfunction normalizeAllowEntry",
    "return String(value);\n}\nfunction normalizeAllowEntry",
    "Ids are compared as they come.",
)


def project_life(graph: Graph) -> Iterator[Sample]:
    """Yield the calls of the model `Pairing`; what only the owner or time does is no call."""
    calls = {"Ask", "AskAgain", "List", "Approve", "FindNoRequest"}
    for step in steps(graph, calls, "rows note allowFrom", "rows screen allowFrom"):
        match step.action:
            case "Ask":
                yield asked(step)
            case "AskAgain":
                yield from asked_again(step)
            case "List":
                yield sample(step, "list", {}, step.after["screen"])
            case "Approve" | "FindNoRequest":
                yield approved(step)


def sample(step: ProjectedStep, action: str, arguments: Fields, answer: Json) -> Sample:
    """Return a call on the rows before, with its answer and the rows after."""
    rows: Json = {"rows": step.before["rows"]}
    return Sample(action, rows, arguments, {"answer": answer, "rows": step.after["rows"]})


def asked(step: ProjectedStep) -> Sample:
    """Return the call that made the one row which is fresh and was not there before."""
    old, rows = step.before["rows"], step.after["rows"]
    (row,) = [row for row in rows if row not in old]
    return created(step, row["sender"], row["code"])


def asked_again(step: ProjectedStep) -> Iterator[Sample]:
    """Yield the calls that a refresh may be: that of the row which changed, or of a fresh one."""
    old, rows = step.before["rows"], step.after["rows"]
    changed = [row for row in rows if row not in old]
    for row in changed or [row for row in rows if row["seen"] == 0]:
        answer = {"code": row["code"], "created": False}
        yield sample(step, "ask", {"sender": row["sender"]}, answer)


def approved(step: ProjectedStep) -> Sample:
    """Return the call with the noted code; who was approved is who is new on the allow list."""
    before = {entry["sender"] for entry in step.before["allowFrom"]}
    new = [entry["sender"] for entry in step.after["allowFrom"] if entry["sender"] not in before]
    answer = new[0] if new else "nobody"
    return sample(step, "approve", {"code": step.before["note"]["code"]}, answer)


def project_places(graph: Graph) -> Iterator[Sample]:
    """Yield the calls of the model `PairingCap`, which has channels and no codes."""
    yield from served(graph, {"Ask", "AskAgain", "Refuse"})


def project_queue(graph: Graph) -> Iterator[Sample]:
    """Yield the calls of the model `PairingRefresh`: those that are served, not those that wait."""
    yield from served(graph, {"Create", "Refresh", "Refuse"})


def served(graph: Graph, actions: set[str]) -> Iterator[Sample]:
    """Yield the calls of these actions: `answer` says who asked, and what became of it."""
    for step in steps(graph, actions, "rows", "rows answer"):
        answer = step.after["answer"]
        arguments = {name: answer[name] for name in ("channel", "sender") if name in answer}
        yield sample(step, "ask", arguments, answer["outcome"])


def project_codes(graph: Graph) -> Iterator[Sample]:
    """Yield the calls of the model `PairingIdempotency`."""
    for step in steps(graph, {"Create", "Refresh", "Approve"}, "rows shown"):
        answer = step.after["answer"]
        match step.action:
            case "Create":
                yield created(step, answer["id"], answer["code"])
            case "Refresh":
                outcome = {"code": answer["code"], "created": False}
                yield sample(step, "ask", {"sender": answer["id"]}, outcome)
            case "Approve":
                yield approved_by_shown(step)


def created(step: ProjectedStep, sender: str, code: str) -> Sample:
    """Return the call that made a row with this code, which is called new if no other has it."""
    rows = step.after["rows"]
    alone = sum(row["code"] == code for row in rows) == 1
    named = [{**row, "code": "new"} if alone and row["code"] == code else row for row in rows]
    answer = {"code": "new" if alone else code, "created": True}
    outcome = {"answer": answer, "rows": in_json_order(named)}
    return Sample("ask", {"rows": step.before["rows"]}, {"sender": sender}, outcome)


def approved_by_shown(step: ProjectedStep) -> Sample:
    """Return the call with the code that the owner was shown for the one who is approved."""
    before, after = step.before["shown"], step.after["shown"]
    (person,) = [name for name in before if before[name] != after[name]]
    return sample(step, "approve", {"code": before[person]}, person)
