"""A laxer claim as a record of the Open Source Vulnerability format, schema 1.7.

`versions` are those that were replayed and are laxer; the ranges also cover what lies between them.
A range ends with `fixed` if a later release is known to hold. If the newest release on record is
laxer it has no end, and if nothing is known of the releases after it, it ends with `last_affected`.
"""

import re
from collections.abc import Sequence
from typing import Any

from moltverify.conformance.affected import (
    Answer,
    Timeline,
    affected_ranges,
    drift_reasons,
)
from moltverify.registry.advisory_table import DATABASES, advisory_url
from moltverify.registry.records import Advisory, Claim
from moltverify.releases.package import label_package, label_version

SCHEMA = "1.7.0"
PREFIX = "MOLTVERIFY"
# https://semver.org, section 2 and 9, without build metadata.
SEMVER = re.compile(r"(0|[1-9]\d*)(\.(0|[1-9]\d*)){2}(-[0-9A-Za-z.-]+)?")

OsvRecord = dict[str, Any]


def osv_record(
    claim: Claim, timeline: Timeline, modified: str, ecosystem: str = "npm"
) -> OsvRecord | None:
    """Return the record of a claim; None if no release on record is laxer.

    `modified` is a time as RFC 3339, and `ecosystem` where the packages are published.
    """
    packages = dict.fromkeys(label_package(one.label) for one in timeline)
    affected = [affected_package(ecosystem, name, of_package(timeline, name)) for name in packages]
    if not any(affected):
        return None
    return {
        "schema_version": SCHEMA,
        "id": f"{PREFIX}-{claim.id}",
        "modified": modified,
        # Not aliases: an alias is the same fault, and a claim can be about several advisories.
        "related": related_ids(claim.advisories),
        "summary": f"Not so in all releases: {claim.title}",
        "details": "\n\n".join([claim.statement or claim.title, *drift_reasons(timeline)]),
        "affected": [one for one in affected if one],
        "references": [
            {"type": "ADVISORY", "url": advisory_url(one.id)}
            for one in claim.advisories
            if advisory_url(one.id)
        ],
        "database_specific": {
            "claim": claim.id,
            "executed": {
                one.label: one.finding.status.value for one in timeline if one.finding.replayed
            },
        },
    }


def related_ids(advisories: Sequence[Advisory]) -> list[str]:
    """Return the advisories' ids in the public databases."""
    names = [name for one in advisories for name in (one.id, *one.aliases)]
    return [name for name in dict.fromkeys(names) if name.startswith(tuple(DATABASES))]


def affected_package(ecosystem: str, name: str, timeline: Timeline) -> OsvRecord | None:
    """Return which versions of one package are laxer; None if none is."""
    laxer = [label_version(one.label) for one in timeline if one.answer is Answer.LAXER]
    if not laxer:
        return None
    return {
        "package": {"ecosystem": ecosystem, "name": name},
        "ranges": [
            {
                "type": range_type([label_version(one.label) for one in timeline]),
                "events": range_events(timeline),
            }
        ],
        "versions": laxer,
    }


def range_events(timeline: Timeline) -> list[dict[str, str]]:
    """Return where the releases of a package begin and cease to be laxer."""
    events: list[dict[str, str]] = []
    for one in affected_ranges(timeline):
        events.append({"introduced": label_version(one.first)})
        if one.fixed:
            events.append({"fixed": label_version(one.fixed)})
        elif one.last != timeline[-1].label:
            events.append({"last_affected": label_version(one.last)})
    return events


def range_type(versions: Sequence[str]) -> str:
    """Return SEMVER if versions sort as semantic ones do, else ECOSYSTEM."""
    # 1.0.0-1 comes before 1.0.0 in semantic versioning; here it is a correction made after it.
    plain = all(SEMVER.fullmatch(one) and not re.search(r"-\d+$", one) for one in versions)
    return "SEMVER" if plain else "ECOSYSTEM"


def of_package(timeline: Timeline, name: str) -> Timeline:
    """Return the releases of one package."""
    return [one for one in timeline if label_package(one.label) == name]
