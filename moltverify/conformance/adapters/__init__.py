"""The adapters: for each, which calls a model's steps come to, and bugs that it must notice."""

from collections.abc import Mapping
from typing import Any

from msgspec import Struct

from moltverify.conformance.adapters import (
    dedupe,
    gateway,
    gating,
    nodes,
    overlap,
    pairing,
    routing,
)
from moltverify.conformance.projection import Project
from moltverify.conformance.records import PlantedBug


class Adapter(Struct, frozen=True, kw_only=True):
    """How a claim's model is replayed: the harness's side by name, the projection, mutants.

    `settings` are told to the harness's side.
    """

    driver: str
    project: Project
    mutants: tuple[PlantedBug, ...]
    settings: Mapping[str, Any] = {}


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
    "routing-isolation": Adapter(
        driver="routing",
        project=routing.project_isolation,
        mutants=(routing.ACCOUNT_DROPPED, routing.ALWAYS_MAIN),
    ),
    "routing-links": Adapter(
        driver="routing",
        project=routing.project_links,
        mutants=(routing.LINKED_TOGETHER,),
    ),
    "routing-precedence": Adapter(
        driver="routing",
        project=routing.project_precedence,
        mutants=(routing.OVERRIDE_IGNORED,),
    ),
    "gating": Adapter(
        driver="gating",
        project=gating.project,
        mutants=(gating.BYPASS_UNAUTHORIZED, gating.NEVER_BLOCKED),
    ),
    "nodes": Adapter(
        driver="nodes",
        project=nodes.project_pipeline,
        mutants=(nodes.UNDECLARED, nodes.DENY_SHADOWED, nodes.ASK_IGNORED),
    ),
    "approvals": Adapter(
        driver="approvals",
        project=nodes.project_decisions,
        mutants=(nodes.DECIDED_TWICE,),
    ),
    "gateway-exposure": Adapter(
        driver="gateway",
        project=gateway.project_exposure,
        mutants=(gateway.OPEN_LAN, gateway.TAILNET_WIDE),
    ),
    "gateway-protected": Adapter(
        driver="gateway",
        project=gateway.project_protected,
        mutants=(gateway.SECRET_IGNORED, gateway.HEADERS_BELIEVED),
    ),
    "dedupe-cache": Adapter(
        driver="dedupe",
        project=dedupe.project_cache,
        mutants=(dedupe.FIXED_WINDOW, dedupe.LIVE_AT_THE_LIMIT, dedupe.NEWEST_EVICTED),
    ),
    "dedupe-key": Adapter(
        driver="dedupe",
        project=dedupe.project_key,
        mutants=(dedupe.SENDERLESS,),
    ),
    "pairing-race": Adapter(
        driver="overlap",
        project=overlap.project_race,
        mutants=(overlap.UNLOCKED,),
        settings={"codes": False},
    ),
    "pairing-refresh-race": Adapter(
        driver="overlap",
        project=overlap.project_refresh_race,
        mutants=(overlap.UNLOCKED,),
        settings={"codes": True},
    ),
}
