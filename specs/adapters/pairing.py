"""The pairing store, as the models without interleaving see it: one call, one step.

A code that was just made is called "new" here and in the adapter for Node: which of the free codes
it is, the models leave open. A code that another row has already keeps its name, so that the
difference shows.
"""

from collections.abc import Iterator

from moltverify.conformance.json_values import Fields, Json, in_json_order
from moltverify.conformance.projection import ProjectedStep, Sample, steps
from moltverify.conformance.projection_main import serve_projections
from moltverify.conformance.state_graph import StateGraph


def project_life(graph: StateGraph) -> Iterator[Sample]:
    """Yield the calls of the model `Pairing`; steps of the owner or of time are no calls."""
    calls = {"Ask", "AskAgain", "List", "FinishApproval", "FindNoRequest"}
    for step in steps(graph, calls, "rows note approving", "rows screen"):
        match step.action:
            case "Ask":
                yield creating_call(step)
            case "AskAgain":
                yield from refreshing_calls(step)
            case "List":
                yield store_call(step, "list", {}, step.after["screen"])
            case "FinishApproval":
                yield approving_call(step)
            case "FindNoRequest":
                code = {"code": step.before["note"]["code"]}
                yield store_call(step, "approve", code, "nobody")


def store_call(step: ProjectedStep, action: str, arguments: Fields, answer: Json) -> Sample:
    """Return a call on the rows before, with its answer and the rows after."""
    rows: Json = {"rows": step.before["rows"]}
    return Sample(action, rows, arguments, {"answer": answer, "rows": step.after["rows"]})


def creating_call(step: ProjectedStep) -> Sample:
    """Return the call that made the one row which was not there before."""
    old, rows = step.before["rows"], step.after["rows"]
    (row,) = [row for row in rows if row not in old]
    return call_with_new_code(step, row["sender"], row["code"])


def refreshing_calls(step: ProjectedStep) -> Iterator[Sample]:
    """Yield the calls that a refresh can be: of the row that changed, or of one fresh already."""
    old, rows = step.before["rows"], step.after["rows"]
    changed = [row for row in rows if row not in old]
    for row in changed or [row for row in rows if row["seen"] == 0]:
        answer = {"code": row["code"], "created": False}
        yield store_call(step, "ask", {"sender": row["sender"]}, answer)


def approving_call(step: ProjectedStep) -> Sample:
    """Return the call that ends with this step: its first write leaves the rows as they were."""
    approved = step.before["approving"]
    return store_call(step, "approve", {"code": approved["code"]}, approved["sender"])


def project_places(graph: StateGraph) -> Iterator[Sample]:
    """Yield the calls of the model `PairingCap`, which has channels and no codes."""
    yield from answered_calls(graph, {"Ask", "AskAgain", "Refuse"})


def project_queue(graph: StateGraph) -> Iterator[Sample]:
    """Yield the calls of the model `PairingRefresh`: requests that are served."""
    yield from answered_calls(graph, {"Create", "Refresh", "Refuse"})


def answered_calls(graph: StateGraph, actions: set[str]) -> Iterator[Sample]:
    """Yield the calls of these actions; the variable `answer` has the sender and the result."""
    for step in steps(graph, actions, "rows", "rows answer"):
        answer = step.after["answer"]
        arguments = {name: answer[name] for name in ("channel", "sender") if name in answer}
        yield store_call(step, "ask", arguments, answer["outcome"])


def project_codes(graph: StateGraph) -> Iterator[Sample]:
    """Yield the calls of the model `PairingIdempotency`."""
    for step in steps(graph, {"Create", "Refresh", "Approve"}, "rows shown"):
        answer = step.after["answer"]
        match step.action:
            case "Create":
                yield call_with_new_code(step, answer["id"], answer["code"])
            case "Refresh":
                outcome = {"code": answer["code"], "created": False}
                yield store_call(step, "ask", {"sender": answer["id"]}, outcome)
            case "Approve":
                yield shown_code_call(step)


def call_with_new_code(step: ProjectedStep, sender: str, code: str) -> Sample:
    """Return the call that made a row with this code, called "new" if no other row has it."""
    rows = step.after["rows"]
    is_free = sum(row["code"] == code for row in rows) == 1
    named = [{**row, "code": "new"} if is_free and row["code"] == code else row for row in rows]
    answer = {"code": "new" if is_free else code, "created": True}
    outcome = {"answer": answer, "rows": in_json_order(named)}
    return Sample("ask", {"rows": step.before["rows"]}, {"sender": sender}, outcome)


def shown_code_call(step: ProjectedStep) -> Sample:
    """Return the call with the code that the owner saw for the sender who is approved."""
    before, after = step.before["shown"], step.after["shown"]
    (person,) = [name for name in before if before[name] != after[name]]
    return store_call(step, "approve", {"code": before[person]}, person)


if __name__ == "__main__":
    serve_projections(
        {
            "life": project_life,
            "places": project_places,
            "queue": project_queue,
            "codes": project_codes,
        }
    )
