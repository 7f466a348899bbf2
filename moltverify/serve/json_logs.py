"""The log of the service: one JSON object a line on standard error."""

import json
import sys
from datetime import UTC, datetime


def log(event: str, **fields: object) -> None:
    """Write a line about an event."""
    now = datetime.now(UTC).isoformat(timespec="milliseconds")
    # json escapes control characters, so no text of a client can begin a line.
    line = json.dumps({"time": now, "event": event, **fields}, default=str)
    print(line, file=sys.stderr, flush=True)
