"""Replays the model's calls against the lock: JSON lines in, JSON lines out."""

import json
import sys
from typing import Any

from lockout import Lock

PINS = {"right": "4711", "wrong": "0000"}


def outcome(action: str, state: dict[str, Any], arguments: dict[str, Any]) -> dict[str, Any]:
    """Bring the lock into the model's state, make the call, and say what came of it."""
    lock = Lock(failures=state["failures"])
    if action == "Reset":
        lock.reset()
        return {"answer": "none", "failures": lock.failures}
    answer = lock.enter(PINS[arguments["pin"]])
    return {"answer": answer, "failures": lock.failures}


header = json.loads(sys.stdin.readline())
print(json.dumps({"ready": True}))
for line in sys.stdin:
    call = json.loads(line)
    found = outcome(call["action"], call["state"], call["arguments"])
    print(json.dumps({"id": call["id"], "outcome": found}))
