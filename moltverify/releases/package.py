"""A release of a package, and the order of versions."""

import hashlib
import re
from bisect import bisect_right
from collections.abc import Callable, Sequence
from functools import cache
from typing import TypeAlias, TypeVar

from msgspec import Struct

# What sorts versions in the order in which they were made.
VersionKey: TypeAlias = tuple[tuple[int, ...], int, tuple[int, ...]]
T = TypeVar("T")


class Package(Struct, frozen=True):
    """A release on npm and the index's SHA-512 of its archive, `sha512-...` in base64.

    A release of the registry's own project has no integrity value, and may have no version.
    """

    name: str
    version: str
    integrity: str = ""

    @property
    def label(self) -> str:
        """The release as npm writes it."""
        return f"{self.name}@{self.version}" if self.version else self.name

    @property
    def folder_name(self) -> str:
        """A name for its folder, which is another one for another pinned digest."""
        mark = hashlib.sha256(self.integrity.encode()).hexdigest()[:16]
        # A scoped name has a slash.
        return f"{self.name.replace('/', '+')}-{self.version}-{mark}"


def version_key(version: str) -> VersionKey:
    """Return a key by which versions sort in the order in which they were made.

    `2026.2.3-1` comes after `2026.2.3`, although it is a pre-release in semantic versioning: the
    product numbers corrections of a day like this. `1.0-beta.2` comes before `1.0`.
    """
    release, _, rest = version.partition("-")
    later = tuple(map(int, re.findall(r"\d+", rest)))
    return tuple(map(int, re.findall(r"\d+", release))), suffix_rank(rest), later


def suffix_rank(suffix: str) -> int:
    """Return the place of a version's suffix: before the release, the release itself, after it."""
    if not suffix:
        return 0
    return -1 if re.search(r"[A-Za-z]", suffix) else 1


def is_prerelease(version: str) -> bool:
    """Tell whether a version comes before a release, such as a beta."""
    return suffix_rank(version.partition("-")[2]) < 0


def label_package(label: str) -> str:
    """Return the package in a label such as `@scope/name@1.0`."""
    return label.rpartition("@")[0] or label


def label_version(label: str) -> str:
    """Return the version in a label such as `@scope/name@1.0`."""
    return label.rpartition("@")[2]


@cache  # they are sorted, and compared with their neighbours, claim by claim
def label_key(label: str) -> VersionKey:
    """Return a key by which labels sort in the order in which their releases were made."""
    return version_key(label_version(label))


def neighbours(
    releases: Sequence[T], label: str, label_of: Callable[[T], str]
) -> tuple[Sequence[T], Sequence[T]]:
    """Return the release before a label's and the one after it, each as a sequence of at most one.

    `releases` are in the order in which they were made, and do not have the label itself.
    """
    place = bisect_right(releases, label_key(label), key=lambda one: label_key(label_of(one)))
    return releases[:place][-1:], releases[place:][:1]
