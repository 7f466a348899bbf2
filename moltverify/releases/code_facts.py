"""What each kept file of a release says: a digest of its text, and what it imports.

Two releases have the same code for a symbol if the files that it loads say the same. The names of
chunks have hashes that change with every release, so they are left out of names and texts; so are
the product's names, under which a release may be published twice.
"""

import hashlib
import re
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path

import msgspec
from msgspec import Struct

from moltverify.releases.import_closure import file_beside, imports_of

FACTS = "files.json"
# What a bundler chooses anew for each release: a chunk's hash, and the short names under which
# chunks import from each other.
HASH = re.compile(rb"-[\w-]{8}(?=\.m?js\b)")
LIST = re.compile(rb"^(import|export) \{([^}]*)\}", re.MULTILINE)
ALIAS = re.compile(rb"^\s*[\w$]{1,3} as |\s+as [\w$]{1,3}\s*$")
COMMENT = re.compile(rb"^//# sourceMappingURL=.*$", re.MULTILINE)


class FileFacts(Struct, frozen=True):
    """The SHA-256 of a file's text without hashes and product names, and its imports."""

    digest: str
    imports: tuple[str, ...]


def file_facts(
    dist: Mapping[str, bytes], files: Iterable[str], product: str
) -> dict[str, FileFacts]:
    """Return the facts of files below dist/, by name; `product` is the name of the package."""
    names = re.compile(re.escape(product.encode()), re.IGNORECASE)

    def facts(source: bytes) -> FileFacts:
        bare = names.sub(b"product", COMMENT.sub(b"", HASH.sub(b"", source)))
        bare = LIST.sub(plain_list, bare)
        return FileFacts(hashlib.sha256(bare).hexdigest(), tuple(imports_of(source)))

    return {file: facts(dist[file]) for file in files}


def plain_list(found: re.Match[bytes]) -> bytes:
    """Return an import or export list without its short names, sorted."""
    names = sorted(ALIAS.sub(b"", one).strip() for one in found[2].split(b","))
    return found[1] + b" {" + b", ".join(names) + b"}"


@cache  # a claim after the other asks about the same release
def read_facts(folder: Path) -> dict[str, FileFacts]:
    """Return the facts of a kept release."""
    return msgspec.json.decode((folder / FACTS).read_bytes(), type=dict[str, FileFacts])


def code_digest_of(folder: Path, entries: Iterable[str], versions: Mapping[str, str]) -> str:
    """Return the SHA-256 of all that files of a kept release load, themselves included.

    `versions` are the versions of the packages that the release asks for.
    """
    facts = read_facts(folder)
    waiting, seen, packages = list(entries), set[str](), set[str]()
    while waiting:
        file = waiting.pop()
        if file in seen or file not in facts:
            continue
        seen.add(file)
        for specifier in facts[file].imports:
            if specifier.startswith("."):
                waiting.append(file_beside(file, specifier))
            else:
                packages.add(specifier)
    texts = sorted(f"{HASH.sub(b'', one.encode()).decode()} {facts[one].digest}" for one in seen)
    asked = sorted(
        f"{name} {version}"
        for name, version in versions.items()
        if any(one == name or one.startswith(f"{name}/") for one in packages)
    )
    whole = msgspec.json.encode([texts, asked, sorted(packages)])
    return hashlib.sha256(whole).hexdigest()
