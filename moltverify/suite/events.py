"""What a suite reports while it runs."""

from collections.abc import Callable
from typing import TypeAlias

from msgspec import Struct

from moltverify.registry.records import Model
from moltverify.suite.results import ModelResult
from moltverify.tlc.progress import Progress


class Started(Struct, frozen=True):
    """The run of a model began."""

    model: Model


class Progressed(Struct, frozen=True):
    """TLC reported new progress."""

    model: Model
    progress: Progress


class Answered(Struct, frozen=True):
    """One of several TLCs has answered, and the next one will be asked too."""

    model: Model


class Ended(Struct, frozen=True):
    """A model has its result."""

    model: Model
    result: ModelResult


SuiteEvent: TypeAlias = Started | Progressed | Answered | Ended
# The pool's threads call it with Started and Progressed, the thread of the loop with the others.
Listen: TypeAlias = Callable[[SuiteEvent], None]
