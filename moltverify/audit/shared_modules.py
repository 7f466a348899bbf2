"""What all models of an audit use of their modules, and which claim reports what none uses."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path

from moltverify.audit.findings.model_uses import ModelUses, SharedModules, model_uses
from moltverify.errors import UsageError
from moltverify.registry.records import Claim, Role
from moltverify.tla.parsed_modules import ParsedModules, read_parsed_modules


def shared_modules(claims: Iterable[Claim], report_once: bool) -> SharedModules:
    """Return what the claims' models use, by file.

    With `report_once`, the first claim of a module reports on it; else each does, because in a
    registry each allows findings of its own.
    """
    uses: dict[Path, ModelUses] = {}
    reporters: dict[Path, str] = {}
    root_reporters: dict[Path, str] = {}
    for claim, sources in parsed_models(claims):
        own = model_uses(sources, witness_states(claim))
        files = [module.file.resolve() for module in sources.modules]
        for file in files:
            uses[file] = own.joined(uses.get(file, ModelUses()))
        # Nothing static is reported about a model that should break.
        if report_once and claim.models[0].role is not Role.RED:
            root_reporters.setdefault(files[0], claim.id)
            for file in files:
                reporters.setdefault(file, claim.id)
    return SharedModules(uses, reporters, root_reporters)


def parsed_models(claims: Iterable[Claim]) -> Iterator[tuple[Claim, ParsedModules]]:
    """Yield the parsed modules of each claim's green and reds; unreadable ones are left out."""
    for claim in claims:
        for model in claim.designs:
            # The inspection of its claim says what is wrong with a model.
            with suppress(UsageError, OSError):
                job = model.job
                yield claim, read_parsed_modules(job.module, job.config, job.libraries)


def witness_states(claim: Claim) -> list[str]:
    """Return the states, mostly names of operators, that the claim's witnesses should reach."""
    return [getattr(one.expectation, "state", "") for one in claim.witnesses]
