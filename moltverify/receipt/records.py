"""Receipts: the inputs and results of a run, in a form that can be verified by another run.

A receipt has the SHA-256 of every input. It is not signed: to verify it is to repeat the run.
"""

from pathlib import Path

from msgspec import UNSET, Struct, UnsetType

from moltverify.errors import UsageError
from moltverify.store.json_records import read_json
from moltverify.suite.other_answers import Agreement
from moltverify.suite.possible_faults import PossibleFault
from moltverify.suite.results import OtherJar
from moltverify.suite.variable_digests import VariableDigest
from moltverify.suite.verdict import Verdict
from moltverify.tlc.outcome import Statistics

FORMAT = 3  # of receipts; a reader refuses any other


class SpecDigest(Struct, frozen=True):
    """A file of a spec: its path relative to the registry's folder, and its SHA-256."""

    path: str
    sha256: str


class ClaimDigest(Struct, frozen=True):
    """The digest of a claim's entry, independent of its place in the registry.

    It is the SHA-256 of the entry's keys and values as JSON, sorted by key, with the defaults of
    the file and of the registry that apply, without keys that only repeat a default.
    """

    id: str
    sha256: str


class OtherReceipt(Struct, frozen=True):
    """What a further TLC said of a model: the SHA-256 of its jar, and its answer in words."""

    jar: str
    agreement: Agreement
    answer: str
    counts: Statistics


class PartReceipt(Struct, frozen=True):
    """One of the runs that a model's result is put together from.

    `slice` is the predicate of its initial states, empty for a seed and for the rest slice, which
    has the initial states of no other slice.
    """

    name: str
    slice: str
    outcome: str
    counts: Statistics


class ModelReceipt(Struct, frozen=True, kw_only=True):
    """One model: its files, the command line, and the result.

    In `arguments`, PRIVATE is the folder that exists for the run only. `outcome` has the
    property's name for a violation, and for a model that holds what that depends on.
    `counterexample` is the SHA-256 of the trace's JSON form. `faults` are the known faults of TLC
    by which the outcome could be false, `variables` those of the environment that the model
    reads, `also` the answers of further TLCs, which the verdict takes into account. `parts` are the
    runs that the result is put together from; `arguments` is then the first one's command line.
    """

    id: str
    files: tuple[str, ...]
    workers: int
    arguments: tuple[str, ...]
    outcome: str
    counts: Statistics
    counterexample: str | None
    verdict: Verdict
    faults: tuple[PossibleFault, ...] = ()
    variables: tuple[VariableDigest, ...] = ()
    also: tuple[OtherReceipt, ...] | UnsetType = UNSET
    parts: tuple[PartReceipt, ...] | UnsetType = UNSET


class Receipt(Struct, frozen=True, kw_only=True):
    """One run; `started` is ISO 8601 in UTC, `jar` the SHA-256 of the jar.

    `also` are the further jars with which the answers were compared.
    """

    receipt: int = FORMAT
    moltverify: str
    title: str
    started: str
    jar: str
    release: str | None
    also: tuple[OtherJar, ...] | UnsetType = UNSET
    files: tuple[SpecDigest, ...]
    claims: tuple[ClaimDigest, ...]
    models: tuple[ModelReceipt, ...]


def read_receipt(file: Path) -> Receipt:
    """Read a receipt; raises UsageError for anything else."""
    try:
        receipt = read_json(file.read_bytes(), Receipt)
    except OSError as error:
        raise unusable(file, error.strerror or str(error)) from error
    except ValueError as error:
        raise unusable(file, str(error)) from error
    # The fields of earlier formats can be read, so only the number tells what they mean.
    if receipt.receipt != FORMAT:
        raise unusable(file, f"its format is {receipt.receipt}; this version reads {FORMAT}")
    # Without models nothing could differ, and any run would confirm the receipt.
    if not receipt.models:
        raise unusable(file, "it names no model")
    return receipt


def unusable(file: Path, why: str) -> UsageError:
    """Return the error for a file that cannot be verified, with the reason."""
    return UsageError(
        f"{file} is not a receipt that can be verified: {why}",
        "write one with: moltverify run --report receipt=FILE",
    )
