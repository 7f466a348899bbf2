"""The pinned list of published releases: a file beside the registry, which only grows.

A release whose integrity value differs from the pinned one is an error: an index never replaces an
archive.
"""

from collections.abc import Iterable
from pathlib import Path

from msgspec import Struct

from moltverify.errors import UsageError
from moltverify.releases.package import Package, version_key
from moltverify.releases.release_index import PublishedRelease
from moltverify.store.json_records import indented_json, read_json
from moltverify.store.record_files import write_atomically

FORMAT = 1


class ReleaseList(Struct, frozen=True):
    """The releases that were published, in the order of their versions."""

    format: int = FORMAT
    releases: tuple[PublishedRelease, ...] = ()

    @property
    def packages(self) -> tuple[Package, ...]:
        """The releases with their integrity values."""
        return tuple(one.package for one in self.releases)


def read_release_list(file: Path | None) -> ReleaseList:
    """Return the list in a file; an empty one if there is no file. Raises UsageError."""
    if file is None:
        return ReleaseList()
    try:
        found = read_json(file.read_bytes(), ReleaseList)
    except FileNotFoundError:
        return ReleaseList()
    except (OSError, ValueError) as error:
        raise UsageError(f"cannot read {file}: {error}", "moltverify conform --all") from error
    if found.format != FORMAT:
        raise UsageError(f"{file} has format {found.format}, not {FORMAT}", "update moltverify")
    return found


def write_release_list(file: Path, releases: ReleaseList) -> None:
    """Write a list, indented for diffs. Raises StoreError."""
    write_atomically(file, indented_json(releases))


def grown(known: ReleaseList, found: Iterable[PublishedRelease]) -> ReleaseList:
    """Return a list with the releases that the index has beside the pinned ones.

    Raises UsageError if the index states another digest for a pinned release.
    """
    releases = {one.package.label: one for one in known.releases}
    for one in found:
        pinned = releases.setdefault(one.package.label, one)
        if pinned.package.integrity != one.package.integrity:
            raise UsageError(
                f"{one.package.label} has another digest on the index than the pinned one",
                "do not replay it before you know why; an index never replaces an archive",
            )
    return ReleaseList(releases=in_order(releases.values()))


def in_order(releases: Iterable[PublishedRelease]) -> tuple[PublishedRelease, ...]:
    """Return releases in the order in which they were made."""
    return tuple(sorted(releases, key=lambda one: version_key(one.package.version)))


def merged_packages(*several: Iterable[Package]) -> tuple[Package, ...]:
    """Return releases of several lists, each once, in the order in which they were made."""
    found = {one.label: one for packages in several for one in packages}
    return tuple(sorted(found.values(), key=lambda one: version_key(one.version)))
