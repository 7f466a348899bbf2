"""The adapters: for each, which calls a model's steps come to, and bugs that it must notice."""

from collections.abc import Mapping
from typing import Any

from msgspec import Struct

from moltverify.conformance.adapters import pairing
from moltverify.conformance.records import Mutant
from moltverify.conformance.transitions import Project


class Adapter(Struct, frozen=True, kw_only=True):
    """How a claim's model is replayed: the harness's side by name, the projection, mutants.

    `settings` are told to the harness's side.
    """

    driver: str
    project: Project
    settings: Mapping[str, Any]
    mutants: tuple[Mutant, ...]


ADAPTERS: Mapping[str, Adapter] = {
    "pairing": Adapter(
        driver="pairing",
        project=pairing.project_life,
        settings={"fields": ["sender", "code", "age", "seen"]},
        mutants=(pairing.AT_THE_LIMIT, pairing.CLOCK_RESTARTED),
    ),
    "pairing-cap": Adapter(
        driver="pairing",
        project=pairing.project_places,
        settings={"fields": ["channel", "sender", "age"]},
        mutants=(pairing.AT_THE_LIMIT, pairing.NO_CAP),
    ),
    "pairing-refresh": Adapter(
        driver="pairing",
        project=pairing.project_queue,
        settings={"fields": ["sender", "age"]},
        mutants=(pairing.AT_THE_LIMIT, pairing.CAP_FIRST),
    ),
    "pairing-idempotency": Adapter(
        driver="pairing",
        project=pairing.project_codes,
        settings={"fields": ["id", "code", "age"]},
        mutants=(pairing.NEW_CODE, pairing.UNTRIMMED),
    ),
}
