"""A claim as a user writes it: its keys, their meanings and their values."""

from collections.abc import Iterator
from typing import Annotated

from msgspec import UNSET, UnsetType, field

from moltverify.registry.advisory_entries import AdvisoryEntry
from moltverify.registry.entry_reader import Entry, is_read, with_nodes
from moltverify.registry.entry_types import (
    Data,
    Env,
    Heap,
    Id,
    Jvm,
    OperatorName,
    Text,
    Texts,
    Tier,
    Timeout,
    Twins,
    Workers,
    described,
    listed,
    one_of,
    too_few,
)
from moltverify.registry.implementation_entries import ImplementationEntry
from moltverify.registry.jar_entries import Library
from moltverify.registry.matrix_entries import MatrixEntry
from moltverify.registry.mistakes import nearest
from moltverify.registry.model_entries import (
    CONSTANT,
    NO_COUNTS,
    GreenEntry,
    RedEntry,
    counts_traces,
    double_name,
)
from moltverify.registry.search_entries import Mode
from moltverify.registry.trace_entries import TraceEntry
from moltverify.registry.witness_entries import WitnessEntry
from moltverify.registry.yaml_reader import YamlNode

# Keys that are about the states of the green.
GREEN_KEYS = ("reaches", "matrix", "trace")


class AllowanceEntry(Entry, frozen=True):
    """A finding of the audit that is no fault."""

    finding: Annotated[
        Text,
        described(
            "A finding's key, as the audit prints it, or a glob of keys.", "action-never-taken:Stop"
        ),
    ]
    reason: Annotated[Text, described("Why it is acceptable.", "Only other releases stop.")]


class AuditEntry(Entry, frozen=True):
    """What the audit may find in a claim."""

    allow: Annotated[
        tuple[AllowanceEntry, ...],
        described("The acceptable findings, each with its reason."),
    ] = ()


# kw_only, because msgspec would otherwise want all keys with a default at the end.
class ClaimEntry(Entry, frozen=True, kw_only=True):
    """A sentence about the system that should be true, and the models that speak for it."""

    id: Annotated[Id, described("Its name on the command line.", "reset-link")]
    title: Annotated[
        Text | UnsetType,
        described("The claim in a few words.", "A used reset link is worth nothing"),
    ] = UNSET
    timeout: Timeout = UNSET
    workers: Workers = UNSET
    heap: Heap = UNSET
    twins: Twins = UNSET
    library: Library = UNSET
    jvm: Jvm = UNSET
    tier: Tier = UNSET
    mode: Mode = UNSET
    data: Data = UNSET
    env: Env = UNSET
    deadlock: Annotated[
        str,
        one_of("checked", "allowed"),
        described("Whether a state without a next step is a violation.", "allowed"),
    ] = "checked"
    green: Annotated[
        GreenEntry | UnsetType,
        described("The intended design; it must hold. A claim may have reds alone."),
    ] = UNSET
    group: Annotated[
        Annotated[Text, listed("groups")] | UnsetType,
        described("Its group.", "accounts"),
    ] = UNSET
    statement: Annotated[
        Text | UnsetType,
        described("The sentence about the system that should be true.", "A link can be used once."),
    ] = UNSET
    assumptions: Annotated[
        Texts, described("What the claim assumes.", ["A link cannot be guessed."])
    ] = ()
    bounds: Annotated[
        # The reader takes the member with the shape of the node: a scalar or a list.
        Text | Texts,
        described("The size of the model, and why it suffices.", "Two links: an old and a new one"),
    ] = ()
    implementation: Annotated[
        Annotated[str, one_of("none in these versions")] | tuple[ImplementationEntry, ...],
        described(
            "Where code does what the claim is about: in a published package, or in this "
            "repository.",
            [{"path": "src/store.py", "symbols": ["reserve"]}],
        ),
    ] = ()
    actors: Annotated[
        Texts,
        described(
            "The participants, for reports that draw the steps between them.", ["worker1", "cli"]
        ),
    ] = ()
    phrases: Annotated[
        dict[str, Text],
        described(
            "The sentence for each action.", {"Open": "The owner opens {{ added('used')[0] }}"}
        ),
    ] = field(default_factory=dict)
    properties: Annotated[
        dict[OperatorName, Text],
        described(
            "A plain sentence for each property, which a counterexample ends with.",
            {"OwnerKeepsAccount": "Only the owner sets a password."},
        ),
    ] = field(default_factory=dict)
    guards: Annotated[
        dict[OperatorName, Text],
        described(
            "A plain sentence for each property that is no part of the claim: it keeps the model "
            "from being narrower than the system, such as that nobody is prevented from acting.",
            {"NobodyIsHeldBack": "The owner can ask for a link whenever there is none."},
        ),
    ] = field(default_factory=dict)
    advisories: Annotated[
        tuple[AdvisoryEntry, ...],
        described("The published holes that the claim, if true of the code, would exclude."),
    ] = ()
    matrix: Annotated[
        MatrixEntry | UnsetType,
        described("A table over the green model's states, for `moltverify docs`."),
    ] = UNSET
    trace: Annotated[
        TraceEntry | UnsetType,
        described("What the events of a log are in the green model, for `moltverify trace`."),
    ] = UNSET
    reaches: Annotated[
        tuple[WitnessEntry, ...],
        described("The witnesses: states that the green model must reach."),
    ] = ()
    reds: Annotated[
        tuple[RedEntry, ...],
        too_few("expected at least one red model; leave 'reds' out for a green alone"),
        described("The models with one fault each, which must break. A claim may have none."),
    ] = ()
    reductions: Annotated[
        dict[str, Text],
        described(
            "Why the claim is true of all states although TLC searches fewer: a reason for each "
            "key that `moltverify check-registry` names.",
            {"SYMMETRY": "No action tells one client from another."},
        ),
    ] = field(default_factory=dict)
    known_faults: Annotated[
        dict[str, Text],
        described(
            "Why a known fault of TLC does not apply to the models: a reason for each issue that a "
            "verdict names.",
            {"tlaplus#1145": "The sequence is never changed."},
        ),
    ] = field(default_factory=dict)
    audit: Annotated[
        AuditEntry | UnsetType,
        described("The findings of `moltverify audit` that are acceptable."),
    ] = UNSET

    def own_mistakes(self, node: YamlNode) -> Iterator[tuple[YamlNode, str]]:
        """Yield a mistake for a model whose data has another of its files' names.

        TLC sees all files of a model in one folder. The other mistakes are a claim without a model,
        and what is about the green in a claim without one.
        """
        yield from self.missing_models(node)
        yield from advisory_mistakes(self, node)
        for name in filter(self.properties.__contains__, self.guards):
            yield node, f"{name} has a sentence under 'properties' and one under 'guards'"
        if counts_traces(self.green, self.mode) and (green := node.child("green")):
            yield green, NO_COUNTS
        for model, at in models_of(self, node):
            double = double_name(model, self.data)
            if double:
                yield at, f"two of its files are called {double}, and TLC sees one folder"
                return  # models share the claim's data, so each would repeat the message

    def missing_models(self, node: YamlNode) -> Iterator[tuple[YamlNode, str]]:
        """Yield a mistake for a claim without a model, and for keys that need a green."""
        if isinstance(self.green, GreenEntry) and self.green.kind == CONSTANT:
            for key in GREEN_KEYS:
                if at := node.child(key):
                    yield at, f"'{key}' is about states, and a green with 'kind: constant' has none"
        if self.green is not UNSET:
            return
        for red, below in with_nodes(self.reds, node.child("reds")):
            if red.module is UNSET or red.is_derived:
                yield below, "its module or config is the green's, and there is no key 'green'"
        if self.reds == () and node.child("reds") is None:
            yield node, "a claim needs a model: the key 'green', or 'reds', is missing"
        for key in GREEN_KEYS:
            if at := node.child(key):
                yield at, f"'{key}' is about the states of the green, and there is no key 'green'"


def models_of(
    claim: ClaimEntry, node: YamlNode
) -> Iterator[tuple[GreenEntry | RedEntry, YamlNode]]:
    """Yield the green and each red that was read, with its node."""
    green = node.child("green")
    if green and isinstance(claim.green, GreenEntry):
        yield claim.green, green
    yield from with_nodes(claim.reds, node.child("reds"))


def advisory_mistakes(claim: ClaimEntry, node: YamlNode) -> Iterator[tuple[YamlNode, str]]:
    """Yield a mistake for each advisory that is listed twice, or whose shape a red has unlisted."""
    listed_ids: list[str] = []
    for advisory, at in with_nodes(claim.advisories, node.child("advisories")):
        for name in filter(is_read, (advisory.id, *advisory.aliases)):
            if name in listed_ids:
                yield at, f"the advisory {name} is listed twice"
            listed_ids.append(name)
    for red, below in with_nodes(claim.reds, node.child("reds")):
        for name in filter(is_read, red.advisories):
            if name not in listed_ids:
                words = f"the claim's 'advisories' lack {name}{nearest(name, listed_ids)}"
                yield below.child("advisories") or below, words
