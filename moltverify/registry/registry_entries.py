"""A registry's file as a user writes it, and the files in which groups keep their claims."""

from typing import Annotated

from msgspec import UNSET, UnsetType, field

from moltverify.registry.advisory_entries import UncoveredEntry
from moltverify.registry.claim_entries import ClaimEntry
from moltverify.registry.coverage_entries import CoverageEntry
from moltverify.registry.entry_reader import Entry
from moltverify.registry.entry_types import (
    ExistingFile,
    Heap,
    Id,
    Jvm,
    Text,
    Tier,
    Timeout,
    Twins,
    Workers,
    described,
)
from moltverify.registry.jar_entries import Library, ToolsJarEntry


class SuiteEntry(Entry, frozen=True):
    """The subject of all claims."""

    title: Annotated[Text, described("The suite's title.", "Security models")] = "Models"
    tla2tools: Annotated[
        ToolsJarEntry | UnsetType,
        described(
            "The jar with TLC for all models, unless `--tla2tools` or `MOLTVERIFY_TLA2TOOLS` names"
            " another."
        ),
    ] = UNSET


class DefaultsEntry(Entry, frozen=True):
    """Limits of the models, unless their claim sets others."""

    timeout: Timeout = UNSET
    workers: Workers = UNSET
    heap: Heap = UNSET
    twins: Twins = UNSET
    library: Library = UNSET
    jvm: Jvm = UNSET
    tier: Tier = UNSET


class GroupEntry(Entry, frozen=True):
    """A group of claims."""

    title: Annotated[Text, described("The group's title.", "Accounts")]
    claims: Annotated[
        ExistingFile | UnsetType,
        described(
            "A file with the group's claims: one key, `claims`, with a list."
            " Claims there need no `group`.",
            "accounts/claims.yaml",
        ),
    ] = UNSET


class RegistryEntry(Entry, frozen=True, kw_only=True):
    """Which claims there are, and which models speak for them."""

    suite: Annotated[SuiteEntry, described("The subject of all claims.")] = SuiteEntry()
    defaults: Annotated[
        DefaultsEntry, described("Limits of the models, unless their claim sets others.")
    ] = DefaultsEntry()
    groups: Annotated[
        dict[Id, Text | GroupEntry],
        described(
            "The groups of claims, by id, in the order in which they are shown.",
            {"accounts": "Accounts"},
        ),
    ] = field(default_factory=dict)
    advisories: Annotated[
        tuple[UncoveredEntry, ...],
        described("The published holes that no claim is about, each with the reason."),
    ] = ()
    coverage: Annotated[
        tuple[CoverageEntry, ...],
        described("The code of the repository of which each public function is modelled."),
    ] = ()
    # Optional, because all claims may be in the files of their groups.
    claims: Annotated[tuple[ClaimEntry, ...], described("The claims.")] = ()


class GroupFileEntry(Entry, frozen=True):
    """The claims of one group."""

    claims: Annotated[tuple[ClaimEntry, ...], described("The claims.")]
