"""How a job is run."""

from threading import Event

from msgspec import Struct

from moltverify.suite.events import Listen


class JobControl(Struct, frozen=True):
    """How a job is run: without kept verdicts if `fresh`, until `stop` is set, with a listener."""

    fresh: bool
    stop: Event
    listen: Listen
