"""The archives of releases: verified against the pinned digest, and unpacked."""

import base64
import hashlib
import tarfile
import zlib
from pathlib import Path, PurePosixPath

from moltverify.releases.npm import UnobtainableError
from moltverify.releases.package import Package

LARGEST = 800_000_000  # bytes: three times what the largest release unpacks to
CODE = frozenset({".js", ".mjs", ".cjs", ".json"})


def verify(archive: Path, package: Package) -> None:
    """Raise UnobtainableError unless the archive is the one that was pinned."""
    with archive.open("rb") as content:
        digest = hashlib.file_digest(content, "sha512").digest()
    found = f"sha512-{base64.b64encode(digest).decode()}"
    if found != package.integrity:
        raise UnobtainableError(
            f"the archive of {package.label} is not the pinned one: "
            f"its digest is {found}, pinned is {package.integrity}"
        )


def unpack(archive: Path, folder: Path) -> None:
    """Unpack the code of an archive, and nothing that leads out of the folder."""
    size = 0
    try:
        with tarfile.open(archive, "r:gz") as content:
            for member in content:
                if not is_code(member):
                    continue
                size += member.size
                if size > LARGEST:
                    raise UnobtainableError(f"{archive.name} unpacks to more than {LARGEST} bytes")
                member.name = str(PurePosixPath(member.name).relative_to("package"))
                # "data" refuses names and links that lead out of the folder (PEP 706).
                content.extract(member, folder, filter="data")
    except (tarfile.TarError, EOFError, zlib.error) as error:
        raise UnobtainableError(f"{archive.name} cannot be unpacked: {error}") from error


def is_code(member: tarfile.TarInfo) -> bool:
    """Tell whether a member of an archive is a file that Node may load."""
    wanted = member.name.startswith("package/dist/") and PurePosixPath(member.name).suffix in CODE
    return member.isfile() and (wanted or member.name == "package/package.json")
