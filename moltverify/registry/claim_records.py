"""Turn the entries of claims, once they are read without a mistake, into records."""

import hashlib
from collections.abc import Iterator, Mapping
from pathlib import Path

import msgspec
from msgspec import UNSET, Struct
from msgspec.structs import replace

from moltverify.registry.advisory_entries import advisory_record
from moltverify.registry.claim_entries import ClaimEntry
from moltverify.registry.entry_reader import given, is_read, with_nodes
from moltverify.registry.entry_types import COMMIT, ONE_OPERATOR
from moltverify.registry.expectation import Expectation, MustHold, MustReach, MustViolate
from moltverify.registry.implementation_entries import ImplementationEntry
from moltverify.registry.job_records import green_job, red_job, slice_predicates
from moltverify.registry.matrix_entries import MatrixEntry
from moltverify.registry.model_entries import CONSTANT, GreenEntry, RedEntry
from moltverify.registry.portable_path import portable_path
from moltverify.registry.records import (
    Allowance,
    Claim,
    Group,
    Implementation,
    Matrix,
    MatrixCell,
    Model,
    Role,
)
from moltverify.registry.registry_entries import DefaultsEntry
from moltverify.registry.trace_entries import trace_mapping
from moltverify.registry.violation_kind import KINDS, kind_in_config
from moltverify.registry.witness_entries import WitnessState, states_of_entry
from moltverify.registry.yaml_reader import YamlNode
from moltverify.running.job import TlcJob
from moltverify.tla.dependencies import DependencyReader

# The group of the claims that name none, so that each claim is in a list of groups.
UNGROUPED = Group("ungrouped", "Claims without a group")


class ClaimSource(Struct, frozen=True):
    """A claim's entry with its node, and the group whose own file it is in, if any."""

    entry: ClaimEntry
    node: YamlNode
    group: str | None = None

    def without_reds(self) -> "ClaimSource":
        """Return the claim with its green and the witnesses only."""
        return replace(self, entry=replace(self.entry, reds=()))

    def model_nodes(self) -> Iterator[tuple[str, YamlNode]]:
        """Yield each model's id with the node of its entry, the green first.

        It accepts an entry with mistakes, so that shared ids are found beside them; a model without
        an id is left out.
        """
        claim, node = self.entry, self.node
        if not is_read(claim.id):
            return  # the ids of all models begin with the claim's
        if green := node.child("green"):
            yield claim.id, green
        for witness, at in with_nodes(claim.reaches, node.child("reaches")):
            for one in states_of_entry(witness):
                yield f"{claim.id}@{one.id}", one.node_in(at)
        reds = node.child("reds") if claim.reds else None
        for red, at in with_nodes(claim.reds, reds):
            if is_read(red.id):
                yield f"{claim.id}:{red.id}", at


def claim_record(
    source: ClaimSource,
    defaults: DefaultsEntry,
    nodes: Mapping[str, YamlNode],
    specs: Path,
    reader: DependencyReader,
) -> Claim:
    """Return the record of a claim.

    `nodes` has the nodes of its models by their ids, and `specs` is the registry's folder. `reader`
    reads the files of models.
    """
    # First, so that the digest is the same wherever the group and the limits are written.
    entry = with_defaults(source.entry, defaults, source.group)
    models = list(models_of_claim(entry, nodes, reader))
    return Claim(
        id=entry.id,
        group=given(entry.group, UNGROUPED.id),
        title=given(entry.title, entry.id),
        statement=given(entry.statement, ""),
        assumptions=entry.assumptions,
        bounds=(entry.bounds,) if isinstance(entry.bounds, str) else entry.bounds,
        implementation=tuple(code_of(entry, source.node)),
        actors=entry.actors,
        phrases=entry.phrases,
        # Whoever looks up a sentence wants it whichever of the two keys has it.
        properties={**entry.properties, **entry.guards},
        guards=tuple(entry.guards),
        advisories=tuple(map(advisory_record, entry.advisories)),
        matrix=None if entry.matrix is UNSET else matrix_record(entry.matrix),
        trace=None if entry.trace is UNSET else trace_mapping(entry.trace),
        green=next((model for model in models if model.role is Role.GREEN), None),
        witnesses=tuple(model for model in models if model.role is Role.WITNESS),
        reds=tuple(model for model in models if model.role is Role.RED),
        source=source.node.place,
        allowed=allowances_of(entry),
        reductions=entry.reductions,
        one_operator=entry.twins == ONE_OPERATOR,
        digest=entry_digest(entry, specs),
    )


def with_defaults(entry: ClaimEntry, defaults: DefaultsEntry, group: str | None) -> ClaimEntry:
    """Return an entry with the group of its file and with the registry's defaults."""
    # A claim's libraries replace those of the defaults: their order decides which module is found.
    return replace(
        entry,
        group=given(entry.group, group or UNSET),
        timeout=given(entry.timeout, defaults.timeout),
        workers=given(entry.workers, defaults.workers),
        heap=given(entry.heap, defaults.heap),
        twins=given(entry.twins, defaults.twins),
        library=given(entry.library, defaults.library),
        jvm=given(entry.jvm, defaults.jvm),
        tier=given(entry.tier, defaults.tier),
    )


def models_of_claim(
    entry: ClaimEntry, nodes: Mapping[str, YamlNode], reader: DependencyReader
) -> Iterator[Model]:
    """Yield the records of a claim's models: the green, the witnesses, the reds."""

    def model(  # noqa: PLR0913 - an argument per part of a model
        name: str,
        role: Role,
        sentence: str,
        job: TlcJob,
        expectation: Expectation,
        own: GreenEntry | RedEntry,
    ) -> Model:
        return Model(
            id=f"{entry.id}{name}",
            claim=entry.id,
            role=role,
            sentence=sentence,
            job=job,
            expectation=expectation,
            source=nodes[f"{entry.id}{name}"].place,
            excluded_faults=tuple(entry.known_faults),
            tier=given(own.tier, given(entry.tier, COMMIT)),
            advisories=own.advisories if isinstance(own, RedEntry) else (),
            # A witness ends at its first state, and may share a run with others.
            slices=() if role is Role.WITNESS else slice_predicates(own, entry, job),
        )

    if entry.green is not UNSET:
        green = entry.green
        job, title = green_job(green, entry), given(entry.title, entry.id)
        yield model("", Role.GREEN, title, job, must_hold(green), green)
        for witness in entry.reaches:
            # Without a config of its own, a witness is a state of the green's own search.
            searched = replace(job, config=given(witness.config, job.config))
            for one in states_of_entry(witness):
                shows = given(witness.shows, one.id)
                yield model(f"@{one.id}", Role.WITNESS, shows, searched, must_reach(one), green)
    for red in entry.reds:
        job, fault = red_job(red, entry), given(red.fault, red.id)
        yield model(f":{red.id}", Role.RED, fault, job, must_violate(red, job, reader), red)


def must_hold(green: GreenEntry) -> MustHold:
    """Return what a green model must do."""
    bands = () if green.expect is UNSET else tuple(green.expect.bands())
    return MustHold(given(green.distinct, None), green.kind == CONSTANT, bands)


def must_reach(witness: WitnessState) -> MustReach:
    """Return what a witness must do."""
    if witness.form == "never":
        return MustReach(f"~{witness.state}", witness.state, witness.among)
    return MustReach(witness.state)


def must_violate(red: RedEntry, job: TlcJob, reader: DependencyReader) -> MustViolate:
    """Return what a red model must do."""
    name = given(red.violates, "")
    return MustViolate(
        property=name,
        kind=kind_in_config(name, job, reader) if red.kind is UNSET else KINDS[red.kind],
        length=given(red.length, None),
        route=red.route,
    )


def code_of(claim: ClaimEntry, node: YamlNode) -> Iterator[Implementation]:
    """Yield the records of a claim's code; none if nothing implements it."""
    if not isinstance(claim.implementation, str):
        for entry, at in with_nodes(claim.implementation, node.child("implementation")):
            yield implementation_record(entry, at)


def implementation_record(entry: ImplementationEntry, node: YamlNode) -> Implementation:
    """Return the record of a file of a package, or of a path of the repository with its place."""
    if entry.path is UNSET:
        return Implementation(given(entry.file, ""), entry.symbols, given(entry.note, ""))
    return Implementation(entry.path, entry.symbols, given(entry.note, ""), node.place)


def matrix_record(entry: MatrixEntry) -> Matrix:
    """Return the record of a matrix."""
    cells = tuple(MatrixCell(cell.says, cell.when) for cell in entry.cells)
    return Matrix(entry.title, entry.rows, entry.columns, cells, entry.otherwise)


def allowances_of(claim: ClaimEntry) -> tuple[Allowance, ...]:
    """Return what the audit may find in a claim."""
    allowed = () if claim.audit is UNSET else claim.audit.allow
    return tuple(Allowance(one.finding, one.reason) for one in allowed)


def entry_digest(entry: ClaimEntry, specs: Path) -> str:
    """Return the SHA-256 of a claim's entry as canonical JSON: keys sorted, defaults left out.

    It depends only on the content that the user wrote: not on the entry's place and layout, not on
    the records of this program, not on the folder of the registry.
    """

    def portable(path: object) -> str:
        assert isinstance(path, Path)
        return portable_path(path, specs)

    # Keys that repeat a default are omitted, so that a new key with a default changes no digest.
    # Paths are the only values of an entry for which msgspec has no form.
    plain = msgspec.to_builtins(entry, enc_hook=portable)
    return hashlib.sha256(msgspec.json.encode(plain, order="deterministic")).hexdigest()
