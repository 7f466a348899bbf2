"""What a replay of models tells while it goes on, from any thread."""

from collections.abc import Callable
from typing import TypeAlias

from msgspec import Struct

from moltverify.conformance.results import ReplayFinding


class Fetching(Struct, frozen=True):
    """A release is looked for, and fetched if it is not in the cache."""

    release: str


class Exploring(Struct, frozen=True):
    """A model's vectors are made."""

    model: str


class Replaying(Struct, frozen=True):
    """A model's vectors are replayed against a release."""

    model: str
    release: str


ReplayEvent: TypeAlias = Fetching | Exploring | Replaying | ReplayFinding
ReplayListener: TypeAlias = Callable[[ReplayEvent], None]
