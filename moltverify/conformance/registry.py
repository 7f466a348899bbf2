"""Read specs/conformance.yaml: the releases, how each claim is replayed, the drifts on record."""

from collections.abc import Sequence
from pathlib import Path

import yaml

from moltverify.conformance.adapters import ADAPTERS
from moltverify.conformance.json_values import Json
from moltverify.conformance.records import (
    Conformance,
    Counterpart,
    KnownDrift,
    Package,
    Program,
    Projection,
)
from moltverify.errors import UsageError
from moltverify.registry.load import registry_error
from moltverify.registry.options import read_seconds
from moltverify.registry.records import Registry
from moltverify.registry.yaml_reader import Fields, Item, Mistakes, nearest, read_yaml

NAME = "conformance.yaml"
INTEGRITY = r"sha512-[A-Za-z0-9+/]{86}=="
VERSION = r"[\w.+-]+"
RELATIONS = {"equal": True, "within": False}
KINDS = ("adapter", "command", "none")


def load_conformance(registry: Registry) -> Conformance:
    """Load the file beside the registry; raises UsageError or RegistryError, listing mistakes."""
    file = registry.specs / NAME
    if not file.is_file():
        raise UsageError(f"there is no {file}", "docs/conformance.md says what belongs into it")
    mistakes = Mistakes()
    root = read_yaml(file, mistakes)
    known = read_conformance(root, file, registry) if root else None
    if mistakes.found or known is None:
        raise registry_error(mistakes.found)
    return known


def read_conformance(root: Item, file: Path, registry: Registry) -> Conformance:
    """Read the whole file."""
    fields = root.fields()
    claims = [claim.id for claim in registry.claims]
    models = [model.id for model in registry.models]
    conformance = Conformance(
        file=file,
        packages=fields.may("packages", lambda one: tuple(map(read_package, one.items())), ()),
        parameters=fields.may("parameters", read_pairs, ()),
        counterparts=fields.need("claims", lambda one: read_counterparts(one, claims), ()),
        drifts=fields.may(
            "drifts", lambda one: tuple(read_drift(each, models) for each in one.items()), ()
        ),
    )
    if not conformance.packages and any(one.adapter for one in conformance.counterparts):
        root.wrong("an adapter needs releases to replay against, and the key 'packages' is missing")
    fields.finish()
    return conformance


def read_package(item: Item) -> Package:
    """Read one release."""
    fields = item.fields()
    package = Package(
        name=fields.need("name", lambda one: one.matching(r"[a-z0-9@/._-]+", "a name"), "?"),
        version=fields.need("version", lambda one: one.matching(VERSION, "a version"), "?"),
        integrity=fields.need(
            "integrity", lambda one: one.matching(INTEGRITY, "sha512- and base64"), "?"
        ),
    )
    fields.finish()
    return package


def read_pairs(item: Item) -> tuple[tuple[str, Json], ...]:
    """Read names and their plain values."""
    fields = item.fields()
    return tuple((name, fields.need(name, read_yaml_value, None)) for name in list(fields.values))


def read_yaml_value(item: Item) -> Json:
    """Read a plain value, or a list of them."""
    if isinstance(item.node, yaml.SequenceNode):
        return [one.scalar() for one in item.items()]
    return item.scalar()


def read_counterparts(item: Item, claims: list[str]) -> tuple[Counterpart, ...]:
    """Read how each claim is replayed, or that it cannot be."""
    fields = item.fields()
    for name in fields.values:
        if name not in claims:
            fields.keys[name].wrong(f"no claim is called '{name}'{nearest(name, claims)}")
    return tuple(read_counterpart(one, name) for name, one in fields.values.items())


def read_counterpart(item: Item, claim: str) -> Counterpart:
    """Read how one claim is replayed, or why it is not."""
    fields = item.fields()
    kinds = [kind for kind in KINDS if kind in fields.values]
    if kinds == ["none"]:
        counterpart = Counterpart(claim=claim, none=fields.need("none", Item.text, "?"))
    else:
        if len(kinds) != 1:
            item.wrong(f"expected one of the keys {', '.join(KINDS)}")
        counterpart = Counterpart(
            claim=claim,
            adapter=fields.may("adapter", lambda one: one.choice(ADAPTERS), ""),
            program=read_program(fields) if "command" in fields.values else None,
            deterministic=RELATIONS[
                fields.may("relation", lambda one: one.choice(RELATIONS), "equal")
            ],
            omits=fields.may("omits", Item.text, ""),
            constants=fields.may("constants", read_constants, ()),
        )
    fields.finish()
    return counterpart


def read_program(fields: Fields) -> Program:
    """Read the command that replays a claim, and which variables make up its calls."""
    return Program(
        command=fields.need("command", read_texts, ("?",)),
        release=fields.may("release", read_release, Package("this project", "")),
        projection=Projection(
            **{name: read_names(fields, name) for name in Projection.__struct_fields__}
        ),
        timeout=fields.may("timeout", read_seconds, 60.0),
    )


def read_names(fields: Fields, name: str) -> tuple[str, ...]:
    """Read a list of names that may be left out."""
    return fields.may(name, read_texts, ())


def read_texts(item: Item) -> tuple[str, ...]:
    """Read a list of texts that is not empty."""
    texts = item.texts()
    if not texts and isinstance(item.node, yaml.SequenceNode):
        item.wrong("expected at least one text")
    return texts


def read_release(item: Item) -> Package:
    """Read what a command is a release of, such as vault@1.0, or its name alone."""
    name, _, version = item.matching(
        rf"[\w./ -]+(@{VERSION})?", "a name, or name@version"
    ).partition("@")
    return Package(name, version)


def read_constants(item: Item) -> tuple[tuple[str, str], ...]:
    """Read the constants that replace those of the model's config, as TLA+ text."""
    fields = item.fields()
    return tuple((name, fields.need(name, Item.text, "?")) for name in list(fields.values))


def read_drift(item: Item, models: list[str]) -> KnownDrift:
    """Read one drift on record."""
    fields = item.fields()
    drift = KnownDrift(
        models=fields.need("model", lambda one: read_models(one, models), ()),
        reason=fields.need("reason", Item.text, "?"),
        when=fields.may("when", read_pairs, ()),
        code=fields.may("code", read_pairs, ()),
        since=read_version(fields, "since"),
        until=read_version(fields, "until"),
    )
    fields.finish()
    return drift


def read_models(item: Item, models: Sequence[str]) -> tuple[str, ...]:
    """Read a model's name, or a list of names."""
    several = isinstance(item.node, yaml.SequenceNode)
    return tuple(one.choice(models) for one in (item.items() if several else [item]))


def read_version(fields: Fields, name: str) -> str:
    """Read a bound of a range of versions, included; empty is none."""
    return fields.may(name, lambda one: one.matching(VERSION, "a version"), "")
