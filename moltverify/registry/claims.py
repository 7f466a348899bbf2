"""Read the entries of claims: the greens, the witnesses, the reds, and what is said of them."""

from collections.abc import Mapping
from pathlib import Path

import yaml
from msgspec import Struct
from msgspec.structs import replace

from moltverify.file_access import is_file
from moltverify.registry.allowances import read_audit
from moltverify.registry.expectation import Expectation, MustHold, MustReach, MustViolate
from moltverify.registry.matrices import read_matrix
from moltverify.registry.options import read_claim_options
from moltverify.registry.records import (
    Claim,
    Implementation,
    Model,
    Role,
    YamlPlace,
)
from moltverify.registry.yaml_reader import Fields, Item
from moltverify.running.job import TlcJob, TlcOptions
from moltverify.tlc.outcome import ViolationKind

ID = r"[a-z0-9]+(-[a-z0-9]+)*"
ID_WORDS = "lower-case words with hyphens between them"
NAME = r"[A-Za-z_][A-Za-z0-9_]*"
NAME_WORDS = "the name of an operator"
NO_COUNTERPART = "none in these versions"

KINDS = {
    "invariant": ViolationKind.INVARIANT,
    "property": ViolationKind.TEMPORAL_PROPERTY,
    "action property": ViolationKind.ACTION_PROPERTY,
    "deadlock": ViolationKind.DEADLOCK,
    "assumption": ViolationKind.ASSUMPTION,
}


class Defaults(Struct, frozen=True):
    """What entries of a file may leave out: options, and the group if all claims share it."""

    options: TlcOptions
    groups: tuple[str, ...]
    group: str | None = None


class Entry(Struct, frozen=True):
    """What a claim's models have in common."""

    claim: str
    options: TlcOptions


class Files(Struct, frozen=True):
    """A model's module and config."""

    module: Path
    config: Path
    source: YamlPlace


def read_claims(item: Item, defaults: Defaults) -> list[Claim]:
    """Read a list of claims."""
    return [read_claim(each, defaults) for each in item.items()]


def read_claim(item: Item, defaults: Defaults) -> Claim:
    """Read one claim."""
    fields = item.fields()
    claim_id = fields.need("id", read_id, "?")
    title = fields.need("title", Item.text, "?")
    entry = Entry(claim_id, read_claim_options(fields, defaults.options))
    green = fields.need("green", lambda one: read_green(one, entry, title), None)
    model = green or nothing(entry, title, item)
    claim = Claim(
        id=claim_id,
        group=read_group_id(fields, defaults),
        title=title,
        statement=fields.need("statement", Item.text, "?"),
        assumptions=fields.may("assumptions", Item.texts, ()),
        bounds=fields.may("bounds", read_bounds, ()),
        implementation=fields.may("implementation", read_implementations, ()),
        actors=fields.may("actors", Item.texts, ()),
        phrases=fields.may("phrases", read_phrases, {}),
        matrix=fields.may("matrix", read_matrix, None),
        green=model,
        witnesses=fields.may("reaches", lambda one: read_witnesses(one, model), ()),
        reds=fields.need("reds", lambda one: read_reds(one, entry), ()),
        source=item.source,
        allowed=fields.may("audit", read_audit, ()),
    )
    fields.finish()
    return claim


def read_id(item: Item) -> str:
    """Read an id."""
    return item.matching(ID, ID_WORDS)


def read_group_id(fields: Fields, defaults: Defaults) -> str:
    """Read the claim's group; a file that belongs to one group need not repeat it."""
    if defaults.group is not None:
        return fields.may("group", lambda one: one.choice([defaults.group or "?"]), defaults.group)
    return fields.need("group", lambda one: one.choice(defaults.groups or ["?"]), "?")


def read_bounds(item: Item) -> tuple[str, ...]:
    """Read the bounds: one text, or a list of them."""
    return (item.text(),) if isinstance(item.node, yaml.ScalarNode) else item.texts()


def read_implementations(item: Item) -> tuple[Implementation, ...]:
    """Read where the implementation is, or that there is none."""
    if isinstance(item.node, yaml.ScalarNode):
        item.choice([NO_COUNTERPART])
        return ()
    return tuple(read_implementation(one) for one in item.items())


def read_implementation(item: Item) -> Implementation:
    """Read one file of the implementation and its symbols."""
    fields = item.fields()
    implementation = Implementation(
        file=fields.need("file", Item.text, "?"),
        symbols=fields.may("symbols", Item.texts, ()),
        note=fields.may("note", Item.text, ""),
    )
    fields.finish()
    return implementation


def read_phrases(item: Item) -> Mapping[str, str]:
    """Read the phrases, one per action."""
    fields = item.fields()
    return {name: fields.need(name, Item.text, "") for name in list(fields.values)}


def read_files(fields: Fields, item: Item) -> Files:
    """Read a model's module and config; the config is named like the module unless it says so."""
    folder = item.file.parent
    module = fields.need("module", lambda one: read_path(one, folder), folder / "?")
    beside = module.with_suffix(".cfg") if module.name else module
    config = fields.may("config", lambda one: read_path(one, folder), beside)
    if is_file(module) and not is_file(config) and "config" not in fields.values:
        item.wrong(f"there is no file {config}; 'config' may name another")
    return Files(module, config, item.source)


def read_path(item: Item, folder: Path) -> Path:
    """Read the path of a file that exists, relative to the file that names it."""
    path = folder / item.text()
    if not is_file(path):
        item.wrong(f"there is no file {path}")
    return path


def read_green(item: Item, entry: Entry, title: str) -> Model:
    """Read the green model."""
    fields = item.fields()
    files = read_files(fields, item)
    expectation = MustHold(fields.may("distinct", Item.count, None))
    fields.finish()
    return model_of(entry, entry.claim, Role.GREEN, title, files, expectation)


def nothing(entry: Entry, title: str, item: Item) -> Model:
    """Return a model that stands for one that could not be read."""
    files = Files(Path("?"), Path("?"), item.source)
    return model_of(entry, entry.claim, Role.GREEN, title, files, MustHold())


def read_witnesses(item: Item, green: Model) -> tuple[Model, ...]:
    """Read the witnesses: states of the green that must be reachable."""
    return tuple(read_witness(one, green) for one in item.items())


def read_witness(item: Item, green: Model) -> Model:
    """Read one witness."""
    fields = item.fields()
    name = fields.need("id", read_id, "?")
    shows = fields.need("shows", Item.text, "?")
    state = fields.need("state", lambda one: one.matching(NAME, NAME_WORDS), "?")
    fields.finish()
    return replace(
        green,
        id=f"{green.claim}@{name}",
        role=Role.WITNESS,
        sentence=shows,
        expectation=MustReach(state),
        source=item.source,
    )


def read_reds(item: Item, entry: Entry) -> tuple[Model, ...]:
    """Read the red models."""
    reds = tuple(read_red(one, entry) for one in item.items())
    if not reds and isinstance(item.node, yaml.SequenceNode):
        item.wrong("a claim needs at least one red model")
    return reds


def read_red(item: Item, entry: Entry) -> Model:
    """Read one red model."""
    fields = item.fields()
    name = fields.need("id", read_id, "?")
    fault = fields.need("fault", Item.text, "?")
    files = read_files(fields, item)
    expectation = read_violates(fields)
    fields.finish()
    return model_of(entry, f"{entry.claim}:{name}", Role.RED, fault, files, expectation)


def read_violates(fields: Fields) -> MustViolate:
    """Read which property a red model violates, and how."""
    kind = KINDS[fields.may("kind", lambda one: one.choice(KINDS), "invariant")]
    named = kind is not ViolationKind.DEADLOCK and kind is not ViolationKind.ASSUMPTION
    read = fields.need if named else fields.may
    return MustViolate(
        property=read("violates", lambda one: one.matching(NAME, NAME_WORDS), ""),
        kind=kind,
        length=fields.may("length", Item.count, None),
        route=fields.may("route", Item.texts, ()),
    )


def model_of(  # noqa: PLR0913 - a record's parts
    entry: Entry, model_id: str, role: Role, sentence: str, files: Files, expectation: Expectation
) -> Model:
    """Return a model record."""
    return Model(
        id=model_id,
        claim=entry.claim,
        role=role,
        sentence=sentence,
        job=TlcJob(module=files.module, config=files.config, options=entry.options),
        expectation=expectation,
        source=files.source,
    )
