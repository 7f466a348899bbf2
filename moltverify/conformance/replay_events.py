"""Events of a replay of models; listeners are called from several threads."""

from collections.abc import Callable
from typing import TypeAlias

from msgspec import Struct

from moltverify.conformance.results import ReplayFinding


class Fetching(Struct, frozen=True):
    """A release is being searched in the cache, and fetched if it is missing."""

    release: str


class Exploring(Struct, frozen=True):
    """A model's vectors are being computed."""

    model: str


class Replaying(Struct, frozen=True):
    """A model's vectors are being replayed against a release."""

    model: str
    release: str


ReplayEvent: TypeAlias = Fetching | Exploring | Replaying | ReplayFinding
ReplayListener: TypeAlias = Callable[[ReplayEvent], None]
