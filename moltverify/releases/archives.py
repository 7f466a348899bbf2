"""Archives of npm: verified against the pinned digest, and read without unpacking them."""

import base64
import hashlib
import tarfile
import zlib
from collections.abc import Callable
from pathlib import Path, PurePosixPath

from moltverify.releases.npm import UnobtainableError
from moltverify.releases.package import Package

LARGEST = 800_000_000  # bytes: three times what the largest release unpacks to
CODE = frozenset({".js", ".mjs", ".cjs", ".json", ".wasm"})
ROOT = "package"  # the folder that npm puts everything into
MANIFEST = "package.json"
# Node loads none of these from a package, and they are half of all files.
UNUSED_ENDINGS = (".map", ".ts", ".mts", ".cts", ".tsx", ".flow", ".md", ".markdown")


def verify(archive: Path, package: Package) -> None:
    """Raise UnobtainableError unless the archive is the one that was pinned."""
    found = integrity_of(archive)
    if found != package.integrity:
        raise UnobtainableError(
            f"the archive of {package.label} is not the pinned one: "
            f"its digest is {found}, pinned is {package.integrity}"
        )


def integrity_of(archive: Path) -> str:
    """Return the SHA-512 of an archive in the index's form, `sha512-...` in base64."""
    with archive.open("rb") as content:
        digest = hashlib.file_digest(content, "sha512").digest()
    return f"sha512-{base64.b64encode(digest).decode()}"


def read_code(archive: Path) -> dict[str, bytes]:
    """Return the files of a release that Node may load: package.json, and the code in dist/."""
    return read_files(archive, code_name)


def read_package(archive: Path) -> dict[str, bytes]:
    """Return the files of a package that Node may load."""
    return read_files(archive, package_file_name)


def read_files(
    archive: Path, kept_name: Callable[[tarfile.TarInfo], str | None]
) -> dict[str, bytes]:
    """Return the files of an archive for which `kept_name` has a name below the package's folder.

    Links, and names that lead out of the folder, are left out. Raises UnobtainableError.
    """
    # In memory: of 7,000 files a few hundred are kept, and writing all of them takes ten seconds.
    files: dict[str, bytes] = {}
    size = 0
    try:
        with tarfile.open(archive, "r:gz") as content:
            for member in content:
                name = kept_name(member)
                if name is None or (opened := content.extractfile(member)) is None:
                    continue
                size += member.size
                if size > LARGEST:
                    raise UnobtainableError(f"{archive.name} has more than {LARGEST} bytes of code")
                files[name] = opened.read()
    except (tarfile.TarError, EOFError, zlib.error, OSError) as error:
        raise UnobtainableError(f"{archive.name} cannot be unpacked: {error}") from error
    return files


def code_name(member: tarfile.TarInfo) -> str | None:
    """Return the name of a member below the package's folder; None if it is no code to keep."""
    path = PurePosixPath(member.name)
    parts = path.parts
    if not member.isfile() or len(parts) < 2 or parts[0] != ROOT or ".." in parts:
        return None
    name = "/".join(parts[1:])
    wanted = parts[1] == "dist" and path.suffix in CODE
    return name if wanted or name == MANIFEST else None


def package_file_name(member: tarfile.TarInfo) -> str | None:
    """Return the name of a member below the package's folder; None if Node does not load it."""
    parts = PurePosixPath(member.name).parts
    # Not every archive calls the folder "package".
    if not member.isfile() or len(parts) < 2 or parts[0] in ("/", "..") or ".." in parts:
        return None
    name = "/".join(parts[1:])
    return None if name.endswith(UNUSED_ENDINGS) else name
