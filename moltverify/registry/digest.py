"""A digest of the registry and all its specs, to tell whether two results are of the same files."""

import hashlib
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from moltverify.registry.portable_path import portable_path
from moltverify.registry.records import Claim, Registry
from moltverify.running.job import job_files
from moltverify.tla.dependencies import DependencyReader

NOTHING = hashlib.sha256(b"").hexdigest()


def registry_digest(registry: Registry, closures: DependencyReader | None = None) -> str:
    """Return the SHA-256 of the registry's files, and of all modules and configs of its models.

    A file that cannot be read counts as empty: its models' results say what is wrong. Files that
    `closures` has read are not read again.
    """
    whole, closures = hashlib.sha256(), closures or DependencyReader()
    for file in sorted(set(registered_files(registry, closures))):
        # Relative paths, so that a checkout elsewhere has the same digest. No path has a NUL, so
        # no other files give the same bytes.
        content = file_digest(file, closures)
        whole.update(f"{portable_path(file, registry.specs)}\0{content}\0".encode())
    return whole.hexdigest()


def registered_files(registry: Registry, closures: DependencyReader) -> Iterator[Path]:
    """Yield every file that the registry consists of, some of them several times."""
    yield registry.file
    for claim in registry.claims:
        # A group may have its claims in a file of its own.
        yield claim.source.file
        for model in claim.models:
            yield from job_files(model.job, closures)


def file_digest(file: Path, closures: DependencyReader) -> str:
    """Return a file's SHA-256; that of an empty file if it cannot be read."""
    try:
        return closures.sha256(file)
    except OSError:
        return NOTHING


class ClaimDigests:
    """Digests of claims' models, to tell whether a finding is about the same files."""

    def __init__(self, registry: Registry) -> None:
        self.claims = {claim.id: claim for claim in registry.claims}
        self.reader = DependencyReader()

    def of(self, claim: str) -> str | None:
        """Return the SHA-256 of the models of one claim, or of all claims for an empty name.

        None for a claim that is not registered. Models with unreadable files are left out.
        """
        if claim and claim not in self.claims:
            return None
        claims = [self.claims[claim]] if claim else list(self.claims.values())
        lines = [line for one in claims for line in self.lines(one)]
        return hashlib.sha256("\n".join(lines).encode()).hexdigest()

    def lines(self, claim: Claim) -> Iterator[str]:
        """Yield each model of a claim with its files' digests."""
        for model in claim.models:
            # By name, without folders, so that a checkout elsewhere has the same digests.
            with suppress(OSError):
                digest, files = self.reader.sha256, job_files(model.job, self.reader)
                yield " ".join([model.id, *(f"{file.name} {digest(file)}" for file in files)])
