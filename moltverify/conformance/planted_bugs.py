"""Wrong implementations that a claim's adapter must notice, in a file beside the adapters."""

from collections.abc import Mapping
from pathlib import Path

from msgspec import Struct

from moltverify.conformance.protocol import PlantedBug
from moltverify.errors import UsageError
from moltverify.store.json_records import read_json


class ReleaseBug(Struct, frozen=True, kw_only=True):
    """A bug to plant into a registered release, by its label; the other fields are the bug's."""

    release: str
    file: str
    old: str
    new: str
    why: str

    @property
    def planted(self) -> PlantedBug:
        """The bug as the harness plants it."""
        return PlantedBug(self.file, self.old, self.new, self.why)


def read_planted_bugs(file: Path | None) -> Mapping[str, tuple[ReleaseBug, ...]]:
    """Return the bugs by claim; none without a file. Raises UsageError if it cannot be read."""
    if file is None:
        return {}
    try:
        return read_json(file.read_bytes(), dict[str, tuple[ReleaseBug, ...]])
    except (OSError, ValueError) as error:
        raise UsageError(f"cannot read {file}: {error}", "docs/conformance.md") from error
