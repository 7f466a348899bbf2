"""The content of a registry as frozen records, its only form after loading.

A model's id shows its role: `reset-link` is the claim's green model, `reset-link:reusable` a red
one, `reset-link@old-mail` a witness.
"""

from collections.abc import Mapping
from enum import Enum
from pathlib import Path

from msgspec import Struct

from moltverify.registry.entry_types import COMMIT
from moltverify.registry.expectation import Expectation, MustReach
from moltverify.registry.part_records import ModelPart
from moltverify.registry.trace_records import TraceMapping
from moltverify.running.job import TlcJob
from moltverify.running.pinned_jar import PinnedJar


class Role(Enum):
    """The role of a model in its claim."""

    GREEN = "green"
    WITNESS = "witness"
    RED = "red"


class YamlPlace(Struct, frozen=True):
    """A place in a YAML file; line and column count from 1."""

    file: Path
    line: int
    column: int

    def __str__(self) -> str:
        # The form of compilers, which editors and terminals turn into a link.
        return f"{self.file}:{self.line}:{self.column}"


class Model(Struct, frozen=True, kw_only=True):
    """One TLC run and its expected result.

    `sentence` is the claim's title, the red's fault, or what the witness shows; a name where the
    registry does not say it. `excluded_faults` are the known faults of TLC that, for a reason in
    the registry, do not apply to the model. `tier` says when to run it. `advisories` are the ids of
    those whose shape a red has. `slices` are predicates that divide its initial states. A `part` is
    one of the runs by which a model is checked, in place of all of it.
    """

    id: str
    claim: str
    role: Role
    sentence: str
    job: TlcJob
    expectation: Expectation
    source: YamlPlace
    excluded_faults: tuple[str, ...] = ()
    tier: str = COMMIT
    advisories: tuple[str, ...] = ()
    slices: tuple[str, ...] = ()
    part: ModelPart | None = None

    @property
    def name(self) -> str:
        """The model's name within its claim."""
        # Between the claim's id and the name is one mark; the green's id is the claim's alone.
        return self.id.removeprefix(self.claim)[1:] or "green"

    @property
    def shares_files(self) -> bool:
        """Whether the model is a witness with the module and the config of its green."""
        return isinstance(self.expectation, MustReach) and not self.expectation.never


class Implementation(Struct, frozen=True):
    """Code that does what the claim is about.

    `file` is of a published package, or, with the place `source` of its entry, a path or glob of
    the user's repository.
    """

    file: str
    symbols: tuple[str, ...] = ()
    note: str = ""
    source: YamlPlace | None = None


class CodeCoverage(Struct, frozen=True):
    """Code of the repository, a path or glob, of which every public function is modelled.

    `unmodelled` has the reasons for those that are not.
    """

    path: str
    unmodelled: dict[str, str]
    source: YamlPlace


class Advisory(Struct, frozen=True):
    """A published hole of the system.

    `id` is that of GitHub's or CVE's database, or `issue N`, `PR N`; `aliases` are its other ids.
    `fixed` is the first release without it, if that is known. `reason` says why no claim covers it.
    """

    id: str
    title: str
    aliases: tuple[str, ...] = ()
    fixed: str = ""
    reason: str = ""


class MatrixCell(Struct, frozen=True):
    """The content of a matrix's cell if some state has these values at these paths."""

    says: str
    when: Mapping[str, object]


class Matrix(Struct, frozen=True):
    """A table over the green's states: rows and columns are paths to values in a state."""

    title: str
    rows: tuple[str, ...]
    columns: tuple[str, ...]
    cells: tuple[MatrixCell, ...]
    otherwise: str


class Allowance(Struct, frozen=True):
    """A finding of the audit that is no fault, by its key or a glob of keys, and why not."""

    finding: str
    reason: str


class Claim(Struct, frozen=True, kw_only=True):
    """A sentence about the system that should be true, and the models that speak for it.

    It has a green, or at least one red; without a title its id is the title. With `one_operator`
    each red must be its green with one operator replaced. `digest` is the SHA-256 of the entry in
    the registry: of its content, wherever it is; empty for a claim that no registry has.
    `properties` has a sentence for each property; those in `guards` are no part of the claim.
    """

    id: str
    title: str
    green: Model | None
    source: YamlPlace
    # The defaults are those of a claim that no registry has, such as a module in an audit.
    group: str = ""
    statement: str = ""
    assumptions: tuple[str, ...] = ()
    bounds: tuple[str, ...] = ()
    implementation: tuple[Implementation, ...] = ()
    actors: tuple[str, ...] = ()
    phrases: Mapping[str, str] = {}  # msgspec makes a new dict for each claim
    properties: Mapping[str, str] = {}
    guards: tuple[str, ...] = ()
    advisories: tuple[Advisory, ...] = ()
    matrix: Matrix | None = None
    trace: TraceMapping | None = None
    witnesses: tuple[Model, ...] = ()
    reds: tuple[Model, ...] = ()
    allowed: tuple[Allowance, ...] = ()
    reductions: Mapping[str, str] = {}
    one_operator: bool = False
    digest: str = ""

    @property
    def claimed(self) -> dict[str, str]:
        """The sentences of the properties that are the claim, by name."""
        return {name: text for name, text in self.properties.items() if name not in self.guards}

    @property
    def honesty(self) -> dict[str, str]:
        """The sentences of the properties that keep the model from being too narrow, by name."""
        return {name: self.properties[name] for name in self.guards}

    def reds_shaped_like(self, advisory: Advisory) -> tuple[Model, ...]:
        """Return the reds whose fault has the shape of an advisory."""
        names = {advisory.id, *advisory.aliases}
        return tuple(red for red in self.reds if names & set(red.advisories))

    @property
    def models(self) -> tuple[Model, ...]:
        """All models, the green first if there is one."""
        greens = () if self.green is None else (self.green,)
        return (*greens, *self.witnesses, *self.reds)

    @property
    def designs(self) -> tuple[Model, ...]:
        """The models with files of their own, the green first; most witnesses have the green's."""
        return tuple(model for model in self.models if not model.shares_files)


class Group(Struct, frozen=True):
    """Claims about one part of the system."""

    id: str
    title: str


class Registry(Struct, frozen=True):
    """Everything registered, in the files' order.

    `uncovered` are the advisories that no claim is about, each with the reason.
    `allow_outside` says that files outside the repository may be read. `tla2tools` is the jar
    that the models are made for, if the registry names one. `coverage` is code that claims are
    about as a whole.
    """

    file: Path
    title: str
    groups: tuple[Group, ...]
    claims: tuple[Claim, ...]
    allow_outside: bool = False
    tla2tools: PinnedJar | None = None
    uncovered: tuple[Advisory, ...] = ()
    coverage: tuple[CodeCoverage, ...] = ()

    @property
    def models(self) -> tuple[Model, ...]:
        """All models of all claims."""
        return tuple(model for claim in self.claims for model in claim.models)

    @property
    def specs(self) -> Path:
        """The folder that the registry's paths are relative to."""
        return self.file.parent

    def claim(self, claim_id: str) -> Claim:
        """Return the claim with this id; raises KeyError if there is none."""
        for claim in self.claims:
            if claim.id == claim_id:
                return claim
        raise KeyError(claim_id)
