"""axe-core, which finds what keeps people from using a page; from npm, for tests only."""

import base64
import hashlib
import json
import subprocess
import tarfile
from pathlib import Path
from typing import Any

from tests.report.browser import Page

# Pinned, with npm's own digest of the archive.
PACKAGE = "axe-core@4.14.1"
INTEGRITY = (
    "FHfa+lmNjQZfJz1q8wKqIDwC6DExcHt/pkjNQb09a3NPjCKg2rhu5qb2S4r76ASyFNNtuFooJpZe37OgudVGtQ=="
)
ALL_VIOLATIONS = (
    "axe.run({resultTypes: ['violations']}).then((found) => JSON.stringify(found.violations.map("
    "(one) => [one.id, one.nodes.length, one.nodes[0].html.slice(0, 200),"
    " one.nodes[0].failureSummary])))"
)


def fetch_axe(folder: Path) -> str | None:
    """Return axe's script; None where npm cannot fetch it. Fails for other bytes."""
    try:
        command = ["npm", "pack", "--silent", PACKAGE]
        packed = subprocess.run(
            command, cwd=folder, capture_output=True, text=True, timeout=120, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    if packed.returncode != 0:
        return None
    archive = folder / packed.stdout.strip().splitlines()[-1]
    digest = hashlib.sha512(archive.read_bytes()).digest()
    assert base64.b64encode(digest).decode() == INTEGRITY
    with tarfile.open(archive) as packages:
        script = packages.extractfile("package/axe.min.js")
        assert script is not None
        return script.read().decode()


def violations(page: Page, script: str) -> list[Any]:
    """Return what axe finds on the page that is open, with everything unfolded."""
    page.run("for (const one of document.querySelectorAll('details')) one.open = true")
    page.run(f"{script};0")
    found: list[Any] = json.loads(page.run(ALL_VIOLATIONS))
    return found
