"""The addresses of a site's pages: relative, so that a site works from files and below any path."""

import hashlib
import re
from pathlib import PurePosixPath
from urllib.parse import quote

# A recorded result may come from anybody, and an archive of the site may be unpacked anywhere.
NOT_IN_NAMES = re.compile(r"[^A-Za-z0-9@._-]|^\.+")
LONGEST = 100  # characters of a name; file systems allow 255 bytes with all suffixes

INDEX = PurePosixPath("index.html")
RELEASES = PurePosixPath("releases/index.html")
ADVISORIES = PurePosixPath("advisories.html")
AFFECTED = PurePosixPath("affected.html")
HISTORY = PurePosixPath("history.html")
DOCS = PurePosixPath("docs/index.html")


def safe_name(name: str) -> str:
    """Return a name as that of a file, without what a file system or an address would read.

    A name that must change, or is too long for a file, ends with a digest, so that two different
    names stay different.
    """
    safe = NOT_IN_NAMES.sub("_", name)[:LONGEST]
    if safe == name:
        return name
    return f"{safe}-{hashlib.sha256(name.encode('utf-8', 'surrogatepass')).hexdigest()[:8]}"


def claim_address(claim: str) -> PurePosixPath:
    """Return the path of a claim's page."""
    return PurePosixPath("claims") / f"{safe_name(claim)}.html"


def release_address(label: str) -> PurePosixPath:
    """Return the path of a release's page."""
    return PurePosixPath("releases") / f"{safe_name(label)}.html"


def source_address(path: str) -> PurePosixPath:
    """Return the path of the page of a module or config."""
    parts = [safe_name(part) for part in path.split("/") if part not in ("", ".")]
    return PurePosixPath("source", *parts[:-1]) / f"{parts[-1] if parts else '_'}.html"


def download_address(claim: str, name: str) -> PurePosixPath:
    """Return the path of a file to download from a claim's page."""
    return PurePosixPath("claims") / safe_name(claim) / safe_name(name)


def data_address(page: PurePosixPath) -> PurePosixPath:
    """Return the path of the JSON beside a page."""
    return page.with_suffix(".json")


def relative(target: PurePosixPath, page: PurePosixPath) -> str:
    """Return the link from one page to another file of the site."""
    up = "../" * (len(page.parts) - 1)
    return quote(up + target.as_posix(), safe="/.-_~@")
