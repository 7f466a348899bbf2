"""The releases of TLC whose faults are known, and which of them a jar is."""

import re

from moltverify.running.jar_contents import jar_revision
from moltverify.running.toolchain import Jar

RELEASES = ("2.15", "2.19", "2.20")
# What the version line of each release gives as `rev`.
REVISIONS = {"d5b5a7f": "2.15", "5a47802": "2.19", "97e7dc3": "2.20"}


def release_of(jar: Jar) -> str | None:
    """Return the release of a jar, by its digest or what its manifest says; None for others."""
    found = re.match(r"TLC (\d+\.\d+)", jar.known_as or "")
    if found:
        return found[1] if found[1] in RELEASES else None
    # Enough to choose what is looked for; the digest decides what runs warm.
    return REVISIONS.get(jar_revision(jar.path) or "")
