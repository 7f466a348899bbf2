"""Advisories as a user writes them: the published holes of the system that claims are about."""

from typing import Annotated

from msgspec import UNSET, UnsetType

from moltverify.registry.entry_reader import Entry
from moltverify.registry.entry_types import Text, Texts, described, matching
from moltverify.registry.records import Advisory

# The forms of GitHub's advisory database and of CVE, and threads of the project's own repository.
ADVISORY = (
    r"(GHSA(-[23456789cfghjmpqrvwx]{4}){3}|CVE-[0-9]{4}-[0-9]{4,}|issue [0-9]+|PR [0-9]+"
    r"|[A-Z]{2,}-[0-9A-Za-z-]+)"
)


class AdvisoryEntry(Entry, frozen=True, kw_only=True):
    """A published hole of the system."""

    id: Annotated[
        Annotated[str, matching(ADVISORY, "an id such as GHSA-..., CVE-2026-12345, PR 12")],
        described("Its id, as its database or the project gives it.", "CVE-2026-12345"),
    ]
    aliases: Annotated[
        Texts, described("Its ids in other databases.", ["GHSA-4jpw-hj22-2xmc"])
    ] = ()
    title: Annotated[
        Text, described("What is broken, in a few words.", "A reset link can be used twice")
    ]
    fixed: Annotated[
        Text | UnsetType,
        described("The first release without it. Without this key, that is not known.", "2.4.1"),
    ] = UNSET


class UncoveredEntry(AdvisoryEntry, frozen=True, kw_only=True):
    """A published hole that no claim is about."""

    reason: Annotated[
        Text, described("Why no claim is about it.", "It is a fault of the installer.")
    ]


def advisory_record(entry: AdvisoryEntry) -> Advisory:
    """Return the record of an advisory."""
    fixed = "" if isinstance(entry.fixed, UnsetType) else entry.fixed
    reason = entry.reason if isinstance(entry, UncoveredEntry) else ""
    return Advisory(entry.id, entry.title, entry.aliases, fixed, reason)
