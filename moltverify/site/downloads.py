"""Files to download from a claim's page: TLC's own output, traces, results, and a receipt."""

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path, PurePosixPath

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from moltverify.errors import UsageError
from moltverify.receipt.make import receipt_json
from moltverify.registry.records import Claim
from moltverify.report.files.itf import itf_trace
from moltverify.site.addresses import download_address
from moltverify.site.site_contents import SiteContents, SiteFile
from moltverify.suite.results import ModelResult, to_json

OUTPUT = "output.txt"  # TLC's own output, in the folder of a model's logs
LONGEST = 2_000_000  # bytes of an output; what a model prints has no bound


class Download(Struct, frozen=True):
    """A file to download: what its link says, the model that it is about, and the file."""

    words: str
    model: str
    file: SiteFile


def claim_downloads(claim: Claim, contents: SiteContents) -> Iterator[Download]:
    """Yield the files of a claim; those without a model are about the whole claim."""
    results = contents.results_of(claim.id)
    own = replace(contents.suite, models=results, missing=())
    yield download_of(claim, "", "results (JSON)", "results.json", to_json(own) + b"\n")
    # Without a receipt if a file has changed since the run.
    with suppress(UsageError):
        receipt = receipt_json(own, contents.registry, contents.sources.texts)
        yield download_of(claim, "", "receipt", "receipt.json", receipt)
    for result in results:
        yield from model_downloads(claim, result, contents)


def model_downloads(
    claim: Claim, result: ModelResult, contents: SiteContents
) -> Iterator[Download]:
    """Yield the files of one model."""
    output = raw_output(contents.sources.runs, result)
    if output is not None:
        yield download_of(claim, result.id, "raw", f"{model_name(result)}.output.txt", output)
    if result.trace is not None and result.trace.steps:
        itf = itf_trace(result, result.trace)
        yield download_of(claim, result.id, "ITF", f"{model_name(result)}.itf.json", itf)
        trace = msgspec.json.encode(result.trace) + b"\n"
        yield download_of(claim, result.id, "JSON", f"{model_name(result)}.trace.json", trace)


def model_name(result: ModelResult) -> str:
    """Return a model's name within its claim."""
    return result.id.removeprefix(result.claim)[1:] or "green"


def raw_output(runs: Path, result: ModelResult) -> bytes | None:
    """Return TLC's own output of a model's run, its begin if it is long; None without a file."""
    # A recorded result may come from anybody, and must not name another file.
    parts = PurePosixPath(result.logs).parts
    if not parts or ".." in parts or PurePosixPath(result.logs).is_absolute():
        return None
    try:
        with runs.joinpath(*parts, OUTPUT).open("rb") as output:
            return output.read(LONGEST)
    except OSError:
        return None


def download_of(claim: Claim, model: str, words: str, name: str, content: bytes) -> Download:
    """Return a file in the folder of a claim."""
    return Download(words, model, SiteFile(download_address(claim.id, name), content))
