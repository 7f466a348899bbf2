"""Writes a site's files to a folder, and removes those of an earlier site that it has no more."""

from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

import msgspec
from msgspec import Struct

from moltverify.errors import UsageError
from moltverify.site.site_contents import SiteFile
from moltverify.store.json_records import read_json
from moltverify.store.record_files import cannot, write_atomically

MANIFEST = "site-files.json"


class SiteManifest(Struct, frozen=True):
    """The files that a site consists of, relative to its folder."""

    files: tuple[str, ...]


def write_site(folder: Path, files: Iterable[SiteFile]) -> int:
    """Write all files below a folder and return their number.

    Raises UsageError for a folder that has files which are no site's, StoreError if the disk does
    not allow it.
    """
    earlier = earlier_files(folder)
    # All pages before the first is written: an error leaves the old ones untouched.
    made = list(files)
    written = [write_site_file(folder, file) for file in made]
    content = msgspec.json.encode(SiteManifest(tuple(sorted(written)))) + b"\n"
    write_atomically(folder / MANIFEST, content)
    for name in earlier - set(written):
        # What cannot be removed is no page that another one links to.
        with suppress(OSError):
            (folder / name).unlink()
    return len(written)


def earlier_files(folder: Path) -> set[str]:
    """Return the files of the site that a folder has; raises UsageError if it has others only."""
    try:
        manifest = read_json((folder / MANIFEST).read_bytes(), SiteManifest)
    except (OSError, ValueError):
        if folder.is_dir() and any(folder.iterdir()):
            raise UsageError(
                f"{folder} has files that are no site of moltverify", "name an empty folder"
            ) from None
        return set()
    # Somebody may have edited it, and no file outside the folder may be removed.
    return {one for one in manifest.files if ".." not in Path(one).parts and one[:1] != "/"}


def write_site_file(folder: Path, file: SiteFile) -> str:
    """Write one file and return its name; raises StoreError."""
    target = folder / file.path
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(file.content)
    except OSError as error:
        raise cannot("write", target, error) from error
    return str(file.path)
