"""What all models of an audit use of their modules, and which claim reports what none uses."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from contextlib import suppress
from pathlib import Path

from moltverify.audit.findings.model_uses import ModelUses, SharedModules, model_uses
from moltverify.errors import UsageError
from moltverify.registry.records import Claim, Model, Role
from moltverify.tla.parsed_modules import ParsedModules, read_parsed_modules


def shared_modules(claims: Iterable[Claim], audited: Collection[str]) -> SharedModules:
    """Return what the claims' models use, by file; of those audited, the first reports on it."""
    uses: dict[Path, ModelUses] = {}
    reporters: dict[Path, str] = {}
    root_reporters: dict[Path, str] = {}
    for claim, model, sources in parsed_models(claims):
        own = model_uses(sources, witness_states(claim))
        files = [module.file.resolve() for module in sources.modules]
        for file in files:
            uses[file] = own.joined(uses.get(file, ModelUses()))
        # Nothing static is reported about a model that should break.
        if model.role is Role.GREEN and claim.id in audited:
            root_reporters.setdefault(files[0], claim.id)
            for file in files:
                reporters.setdefault(file, claim.id)
    return SharedModules(uses, reporters, root_reporters)


def parsed_models(claims: Iterable[Claim]) -> Iterator[tuple[Claim, Model, ParsedModules]]:
    """Yield the parsed modules of each claim's green and reds; unreadable ones are left out."""
    for claim in claims:
        for model in claim.designs:
            # The inspection of its claim says what is wrong with a model.
            with suppress(UsageError, OSError):
                job = model.job
                yield claim, model, read_parsed_modules(job.module, job.config, job.libraries)


def witness_states(claim: Claim) -> list[str]:
    """Return the states, mostly names of operators, that the claim's witnesses should reach."""
    return [getattr(one.expectation, "state", "") for one in claim.witnesses]
