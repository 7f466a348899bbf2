"""Makes the receipt of a run, if the files still have the content that the run checked."""

import hashlib
import os
from collections.abc import Iterator
from pathlib import Path

import msgspec
from msgspec import UNSET
from msgspec.structs import replace

from moltverify.errors import UsageError
from moltverify.receipt.records import (
    ClaimDigest,
    ModelReceipt,
    OtherReceipt,
    PartReceipt,
    Receipt,
    SpecDigest,
)
from moltverify.registry.expectation import MustReach
from moltverify.registry.records import Model, Registry
from moltverify.registry.spec_texts import ModelSources, SourceFile, SpecTexts
from moltverify.running.command import PrivateFolder, TlcCommand, search_options
from moltverify.running.job import job_jars
from moltverify.running.portless_jar import PLAIN_MAIN
from moltverify.running.staged_files import CONFIG, MODULE
from moltverify.store.json_records import indented_json
from moltverify.suite.input_digests import InputDigests
from moltverify.suite.model_staging import WITNESS_MODULE
from moltverify.suite.results import ModelResult, SuiteResult
from moltverify.suite.slice_staging import SLICE_MODULE
from moltverify.suite.variable_digests import variable_digests
from moltverify.tlc.outcome import Holds, Searched, Violated

PRIVATE = "PRIVATE"  # a placeholder for the folder that is different in each run


def receipt_json(suite: SuiteResult, registry: Registry, sources: SpecTexts) -> bytes:
    """Return the receipt of a run, as JSON.

    Raises UsageError if a file or an entry changed since the run: a digest of the present content
    would not be that of the checked content.
    """
    require_unchanged(suite, registry)
    receipt = make_receipt(suite, registry, sources)
    return indented_json(receipt)


def require_unchanged(suite: SuiteResult, registry: Registry) -> None:
    """Raise UsageError if a model's inputs are no longer those of its result."""
    models = {model.id: model for model in registry.models}
    for result in suite.models:
        if result.part is not None:
            raise UsageError(
                f"cannot write a receipt for {result.id}, which is a part of a model",
                "merge the shards first: moltverify merge FILE... --report receipt=FILE",
            )
        if result.id not in models or result.inputs != inputs_digest(models[result.id], result):
            raise UsageError(
                f"cannot write a receipt for {result.id}: its files or its entry changed",
                f"run it again: moltverify run {result.id} --report receipt=FILE",
            )


def inputs_digest(model: Model, result: ModelResult) -> str | None:
    """Return the digest of a model's current inputs; None if a file cannot be read."""
    try:
        # With the threads of the run, because --workers may have replaced those of the registry.
        return InputDigests(result.workers).of(model)
    except OSError:
        # A recorded digest is a text, so a file that cannot be read counts as changed.
        return None


def make_receipt(suite: SuiteResult, registry: Registry, sources: SpecTexts) -> Receipt:
    """Return the receipt of a run with the current files, without unregistered models."""
    models = {model.id: model for model in registry.models}
    known = [result for result in suite.models if result.id in models]
    claims = {result.claim for result in known}
    # By path, because the models of a claim share modules.
    files = {file.path: file.digest for one in sources.models for file in receipt_files(one)}
    return Receipt(
        moltverify=suite.moltverify,
        title=suite.title,
        started=suite.started,
        jar=suite.tools.jar,
        release=suite.tools.release,
        also=suite.tools.also or UNSET,
        files=tuple(SpecDigest(path, digest) for path, digest in sorted(files.items())),
        claims=tuple(
            ClaimDigest(claim.id, claim.digest) for claim in registry.claims if claim.id in claims
        ),
        models=tuple(
            model_receipt(result, models[result.id], sources.of(result.id)) for result in known
        ),
    )


def receipt_files(sources: ModelSources) -> Iterator[SourceFile]:
    """Yield a model's modules, data files and jars, then its config."""
    yield from (file for _, file in sources.modules)
    yield from sources.data
    yield from sources.jars
    if sources.config:
        yield sources.config


def model_receipt(result: ModelResult, model: Model, sources: ModelSources | None) -> ModelReceipt:
    """Return one model's part of the receipt."""
    outcome = result.outcome
    return ModelReceipt(
        id=result.id,
        files=tuple(sorted(file.path for file in receipt_files(sources))) if sources else (),
        workers=result.workers,
        arguments=tuple(portable_arguments(model, result.workers)),
        outcome=outcome_item(result),
        counts=result.statistics,
        counterexample=json_digest(outcome.trace) if isinstance(outcome, Violated) else None,
        verdict=result.verdict,
        faults=result.faults,
        variables=variable_digests(model.job.options.environment, os.environ),
        also=tuple(
            OtherReceipt(one.jar, one.agreement, one.reason, one.statistics) for one in result.also
        )
        or UNSET,
        parts=tuple(
            PartReceipt(one.name, one.slice, one.outcome, one.statistics) for one in result.parts
        )
        or UNSET,
    )


def outcome_item(result: ModelResult) -> str:
    """Return the outcome in one line: holds and how, violated with the property, or the reason."""
    # Without counts and places, which are items of their own or may vary.
    outcome = result.outcome
    match outcome:
        case Holds():
            return ", ".join(
                ["holds", *filter(None, [" and ".join(result.conditions), coverage(result)])]
            )
        case Searched():
            # Without the count of states, which after a time limit varies.
            end = f"{outcome.seconds:g} s" if outcome.traces is None else f"{outcome.traces} traces"
            searched = f"searched {end}, depth {outcome.depth}, {seeds_item(outcome)}"
            return ", ".join([searched, *filter(None, [" and ".join(result.conditions)])])
        case Violated(kind, name):
            return f"violated: {kind.value} {name or ''}".rstrip()
        case _:
            return f"{type(outcome).__name__.lower()}: {outcome.reason.value}"


def coverage(result: ModelResult) -> str:
    """Return why the slices of a model are all of it; empty for a model without."""
    if not result.parts:
        return ""
    what = "the last one has the initial states of no other, and TLC finds no state in two"
    return f"in {len(result.parts)} slices, which are all of it by construction: {what}"


def seeds_item(searched: Searched) -> str:
    """Return the seeds of a search."""
    if searched.seeds == 1:
        return f"seed {searched.seed}"
    return f"seeds {searched.seed} to {searched.seed + searched.seeds - 1}"


def portable_arguments(model: Model, workers: int) -> list[str]:
    """Return a model's command line with placeholders for this machine's folders."""
    module, config = staged_names(model)
    # Without what an engine adds for speed only (running.long_search, class_data_archive).
    command = TlcCommand(
        java=Path("java"),
        jar=Path("tla2tools.jar"),
        # Names without folders: the digests are among the files.
        class_path=tuple(Path(jar.name) for jar in job_jars(model.job)),
        heap=model.job.options.heap,
        settings=model.job.options.jvm,
        options=search_options(replace(model.job.options, workers=workers)),
        module=module,
        config=config,
        # The command line has none of the fields that follow, except the folder.
        files=(),
        private=PrivateFolder(Path(PRIVATE)),
        output=Path(),
        errors=Path(),
        environment={},
    )
    # TLC's own main class: ours saves time only, and its path differs from machine to machine.
    return command.arguments(starter=((), PLAIN_MAIN))


def staged_names(model: Model) -> tuple[str, str]:
    """Return the names of a model's module and config in TLC's working directory."""
    # TLC checks a witness, and a slice, in a module of its own (suite.model_staging).
    if isinstance(model.expectation, MustReach) and model.expectation.has_module:
        return f"{WITNESS_MODULE}{MODULE}", f"{WITNESS_MODULE}{CONFIG}"
    if model.slices:
        return f"{SLICE_MODULE}{MODULE}", f"{SLICE_MODULE}{CONFIG}"
    return model.job.module.name, model.job.config.name


def json_digest(value: object) -> str:
    """Return the SHA-256 of a value's JSON form, with sorted keys, in hexadecimal."""
    return hashlib.sha256(msgspec.json.encode(value, order="deterministic")).hexdigest()
