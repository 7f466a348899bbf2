"""What the package index says of the releases of a package."""

from collections.abc import Iterable, Sequence
from itertools import dropwhile
from pathlib import Path
from typing import Any

import msgspec
from msgspec import Struct, field

from moltverify.releases.npm import UnobtainableError, npm
from moltverify.releases.package import Package, is_prerelease, version_key

FIELDS = ("version", "dist.integrity", "engines.node")


class IndexEntry(Struct, frozen=True):
    """What `npm view PACKAGE FIELD...` prints of one release."""

    version: str
    integrity: str = field(name="dist.integrity", default="")
    node: str = field(name="engines.node", default="")


class PublishedRelease(Struct, frozen=True, kw_only=True):
    """A release, and the range of Node's versions that it asks for; empty if it names none."""

    package: Package
    node: str = ""


def published_releases(
    name: str, folder: Path, prereleases: bool = False
) -> tuple[PublishedRelease, ...]:
    """Return the releases of a package on the index, in the order of their versions.

    Placeholders and releases without an integrity value are left out. `folder` is where npm is
    started. Raises UnobtainableError.
    """
    versions = msgspec.json.decode(npm(["view", name, "versions", "--json"], folder))
    # An index with one release prints no list.
    listed = [versions] if isinstance(versions, str) else versions
    wanted = [one for one in listed if prereleases or not is_prerelease(one)]
    return without_placeholders(releases_at(name, wanted, folder))


def without_placeholders(found: Sequence[PublishedRelease]) -> tuple[PublishedRelease, ...]:
    """Return releases in their order without the first ones, if only later ones name a Node.

    A name is often taken by a package without code, long before the first release.
    """
    real = tuple(dropwhile(lambda one: not one.node, found))
    return real or tuple(found)


def releases_at(name: str, versions: Sequence[str], folder: Path) -> tuple[PublishedRelease, ...]:
    """Return the releases of a package with these versions or tags, such as `latest`."""
    if not versions:
        return ()
    # Exact versions, because a range leaves out those with a hyphen.
    chosen = f"{name}@{' || '.join(versions)}"
    entries = decoded_entries(npm(["view", chosen, *FIELDS, "--json"], folder))
    found = [published_release(name, one) for one in entries if one.integrity]
    return tuple(sorted(found, key=lambda one: version_key(one.package.version)))


def decoded_entries(output: bytes) -> Iterable[IndexEntry]:
    """Return what `npm view --json` printed: a list, or one object where one release fits."""
    if not output.strip():
        return ()  # npm prints nothing for versions that the index does not have
    try:
        shape: Any = msgspec.json.decode(output)
        several = shape if isinstance(shape, list) else [shape]
        return msgspec.convert(several, list[IndexEntry])
    except (msgspec.DecodeError, msgspec.ValidationError) as error:
        raise UnobtainableError(f"npm view prints what cannot be read: {error}") from error


def published_release(name: str, entry: IndexEntry) -> PublishedRelease:
    """Return the record of an entry."""
    package = Package(name, entry.version, entry.integrity)
    return PublishedRelease(package=package, node=entry.node)
