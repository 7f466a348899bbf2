"""Run receipts: what was run on what, and what came of it, in a form that can be checked again.

A receipt names every input by its SHA-256. It is no signature: whoever doubts it runs it again.
"""

from pathlib import Path

import msgspec
from msgspec import Struct

from moltverify.errors import UsageError
from moltverify.suite.verdict import Verdict
from moltverify.tlc.outcome import Statistics

FORMAT = 2  # of receipts; a reader refuses any other


class SpecDigest(Struct, frozen=True):
    """A spec's file, relative to the registry's folder."""

    path: str
    sha256: str


class ClaimDigest(Struct, frozen=True):
    """A claim's entry in the registry: the digest of what its user wrote, wherever it is.

    The entry's keys and values as JSON, with the defaults of the file and of the registry that
    apply to it, without keys that only repeat a default, in the order of their names.
    """

    id: str
    sha256: str


class ModelReceipt(Struct, frozen=True, kw_only=True):
    """One model: its files, the command line, and what came of it.

    In `arguments`, MODULES is the folder of the module, and PRIVATE one that exists for the run
    only. `outcome` is what TLC did, with the property's name if it was violated, and
    `counterexample` the SHA-256 of its JSON form.
    """

    id: str
    files: tuple[str, ...]
    workers: int
    arguments: tuple[str, ...]
    outcome: str
    counts: Statistics
    counterexample: str | None
    verdict: Verdict


class Receipt(Struct, frozen=True, kw_only=True):
    """One run; `started` is ISO 8601 in UTC."""

    receipt: int = FORMAT
    moltverify: str
    title: str
    started: str
    jar: str
    release: str | None
    files: tuple[SpecDigest, ...]
    claims: tuple[ClaimDigest, ...]
    models: tuple[ModelReceipt, ...]


def read_receipt(file: Path) -> Receipt:
    """Read a receipt; raises UsageError for anything else."""
    try:
        receipt = msgspec.json.decode(file.read_bytes(), type=Receipt)
    except OSError as error:
        raise unusable(file, error.strerror or str(error)) from error
    except ValueError as error:
        raise unusable(file, str(error)) from error
    if receipt.receipt != FORMAT:
        raise unusable(file, f"its format is {receipt.receipt}; this version reads {FORMAT}")
    if not receipt.models:
        raise unusable(file, "it names no model")
    return receipt


def unusable(file: Path, why: str) -> UsageError:
    """Return the error that says why a file is no receipt."""
    return UsageError(
        f"{file} is no receipt that can be verified: {why}",
        "write one with: moltverify run --report receipt=FILE",
    )
