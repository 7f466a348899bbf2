"""What a user asks a watch for."""

from pathlib import Path

from msgspec import Struct

from moltverify.registry.records import Role
from moltverify.suite.run_options import RunOptions


class WatchRequest(Struct, frozen=True, kw_only=True):
    """What to watch: the models that the selectors choose from a registry, and how to run them."""

    file: Path
    selectors: tuple[str, ...] = ()
    roles: frozenset[Role] = frozenset(Role)
    options: RunOptions = RunOptions()
    tla2tools: Path | None = None
    allow_outside: bool = False
