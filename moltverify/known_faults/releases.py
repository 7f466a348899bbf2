"""The releases of TLC whose faults are known, and which of them a jar is."""

import re

from moltverify.running.toolchain import Jar

RELEASES = ("2.15", "2.19", "2.20")


def release_of(jar: Jar) -> str | None:
    """Return the release of a jar; None for a jar that is not known by its digest."""
    found = re.match(r"TLC (\d+\.\d+)", jar.known_as or "")
    return found[1] if found and found[1] in RELEASES else None
