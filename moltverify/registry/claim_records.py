"""Turn the entries of claims, once they are read without a mistake, into records."""

import hashlib
from collections.abc import Iterator, Mapping
from os.path import relpath
from pathlib import Path

import msgspec
from msgspec import UNSET, Struct
from msgspec.structs import replace

from moltverify.registry.claim_entries import (
    ClaimEntry,
    ImplementationEntry,
    MatrixEntry,
)
from moltverify.registry.entry_reader import given, is_read, with_nodes
from moltverify.registry.entry_types import seconds
from moltverify.registry.expectation import Expectation, MustHold, MustReach, MustViolate
from moltverify.registry.jar_entries import LibraryJarEntry
from moltverify.registry.model_entries import GreenEntry, RedEntry, config_of
from moltverify.registry.records import (
    Allowance,
    Claim,
    Implementation,
    Matrix,
    MatrixCell,
    Model,
    Role,
)
from moltverify.registry.registry_entries import DefaultsEntry
from moltverify.registry.violation_kind import KINDS, kind_in_config
from moltverify.registry.yaml_reader import YamlNode
from moltverify.running.job import TlcJob, TlcOptions
from moltverify.running.jvm_settings import jvm_flag
from moltverify.running.pinned_jar import PinnedJar


class ClaimSource(Struct, frozen=True):
    """A claim's entry with its node, and the group whose own file it is in, if any."""

    entry: ClaimEntry
    node: YamlNode
    group: str | None = None

    def model_nodes(self) -> Iterator[tuple[str, YamlNode]]:
        """Yield each model's id with the node of its entry, the green first.

        It accepts an entry with mistakes, so that shared ids are found beside them; a model without
        an id is left out.
        """
        claim, node = self.entry, self.node
        if not is_read(claim.id):
            return  # the ids of all models begin with the claim's
        yield claim.id, node.child("green") or node
        for witness, at in with_nodes(claim.reaches, node.child("reaches")):
            if is_read(witness.id):
                yield f"{claim.id}@{witness.id}", at
        for red, at in with_nodes(claim.reds, node.child("reds")):
            if is_read(red.id):
                yield f"{claim.id}:{red.id}", at


def claim_record(
    source: ClaimSource, defaults: DefaultsEntry, nodes: Mapping[str, YamlNode], specs: Path
) -> Claim:
    """Return the record of a claim.

    `nodes` has the nodes of its models by their ids, and `specs` is the registry's folder.
    """
    # First, so that the digest is the same wherever the group and the limits are written.
    entry = with_defaults(source.entry, defaults, source.group)
    green, *others = models_of_claim(entry, nodes)
    return Claim(
        id=entry.id,
        group=entry.group or "",
        title=entry.title,
        statement=entry.statement,
        assumptions=entry.assumptions,
        bounds=(entry.bounds,) if isinstance(entry.bounds, str) else entry.bounds,
        implementation=tuple(map(implementation_record, files_of(entry))),
        actors=entry.actors,
        phrases=entry.phrases,
        properties=entry.properties,
        matrix=None if entry.matrix is UNSET else matrix_record(entry.matrix),
        green=green,
        witnesses=tuple(model for model in others if model.role is Role.WITNESS),
        reds=tuple(model for model in others if model.role is Role.RED),
        source=source.node.place,
        allowed=allowances_of(entry),
        reductions=entry.reductions,
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
        library=given(entry.library, defaults.library),
        jvm=given(entry.jvm, defaults.jvm),
    )


def models_of_claim(entry: ClaimEntry, nodes: Mapping[str, YamlNode]) -> Iterator[Model]:
    """Yield the records of a claim's models: the green, the witnesses, the reds."""
    options = options_of(entry)

    def model(name: str, role: Role, sentence: str, job: TlcJob, expectation: Expectation) -> Model:
        return Model(
            id=f"{entry.id}{name}",
            claim=entry.id,
            role=role,
            sentence=sentence,
            job=job,
            expectation=expectation,
            source=nodes[f"{entry.id}{name}"].place,
            excluded_faults=tuple(entry.known_faults),
        )

    job = job_of(entry.green, entry, options)  # a witness is a state of the green's own search
    must_hold = MustHold(given(entry.green.distinct, None))
    yield model("", Role.GREEN, entry.title, job, must_hold)
    for witness in entry.reaches:
        must_reach = MustReach(witness.state)
        yield model(f"@{witness.id}", Role.WITNESS, witness.shows, job, must_reach)
    for red in entry.reds:
        job_of_red = job_of(red, entry, options)
        yield model(f":{red.id}", Role.RED, red.fault, job_of_red, must_violate(red, job_of_red))


def must_violate(red: RedEntry, job: TlcJob) -> MustViolate:
    """Return what a red model must do."""
    name = given(red.violates, "")
    return MustViolate(
        property=name,
        kind=kind_in_config(name, job) if red.kind is UNSET else KINDS[red.kind],
        length=given(red.length, None),
        route=red.route,
    )


def job_of(model: GreenEntry | RedEntry, claim: ClaimEntry, options: TlcOptions) -> TlcJob:
    """Return what TLC is asked to check for a model of a claim."""
    # A list of data says what the model reads, and that it reads no variable.
    data = given(model.data, given(claim.data, None))
    read = given(model.env, given(claim.env, None if data is None else ()))
    return TlcJob(
        module=model.module,
        config=config_of(model),
        options=replace(options, environment=read),
        libraries=tuple(
            one.jar if isinstance(one, LibraryJarEntry) else one for one in given(claim.library, ())
        ),
        data=data or (),
    )


def options_of(claim: ClaimEntry) -> TlcOptions:
    """Return the options for the models of a claim; those that are not given have defaults."""
    usual = TlcOptions()
    return TlcOptions(
        # No duration is zero, so `or` replaces a missing one only.
        timeout=seconds(given(claim.timeout, "")) or usual.timeout,
        workers=given(claim.workers, usual.workers),
        heap=given(claim.heap, usual.heap),
        deadlock=claim.deadlock == "checked",
        jvm=tuple(map(jvm_flag, given(claim.jvm, ()))),
        class_path=tuple(
            PinnedJar(one.jar, one.sha256)
            for one in given(claim.library, ())
            if isinstance(one, LibraryJarEntry)
        ),
    )


def files_of(claim: ClaimEntry) -> tuple[ImplementationEntry, ...]:
    """Return the files of the implementation; none if it has no counterpart of the claim."""
    return () if isinstance(claim.implementation, str) else claim.implementation


def implementation_record(entry: ImplementationEntry) -> Implementation:
    """Return the record of a file of the implementation."""
    return Implementation(entry.file, entry.symbols, given(entry.note, ""))


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
        inside = path.is_relative_to(specs) and ".." not in path.parts
        # Most files are inside, and relpath asks for the current folder each time. It is needed
        # for `..`, which `relative_to` takes for a name.
        return (path.relative_to(specs) if inside else Path(relpath(path, specs))).as_posix()

    # Keys that repeat a default are omitted, so that a new key with a default changes no digest.
    # Paths are the only values of an entry for which msgspec has no form.
    plain = msgspec.to_builtins(entry, enc_hook=portable)
    return hashlib.sha256(msgspec.json.encode(plain, order="deterministic")).hexdigest()
