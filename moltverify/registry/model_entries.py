"""The models of a claim as a user writes them: the green, the witnesses, the reds."""

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, TypeAlias

from msgspec import UNSET, UnsetType

from moltverify.file_access import is_file
from moltverify.registry.entry_reader import Entry, is_read
from moltverify.registry.entry_types import (
    Count,
    Data,
    Env,
    ExistingFile,
    Id,
    OperatorName,
    Text,
    Texts,
    described,
    one_of,
)
from moltverify.registry.yaml_reader import YamlNode

CONSTANT = "constant"  # the kind of a model without a behaviour
NAMELESS = ("deadlock", "assumption")  # kinds of violations without the name of a property

ModuleKey: TypeAlias = Annotated[
    ExistingFile, described("The TLA+ module that TLC starts with.", "ResetLink.tla")
]
ConfigKey: TypeAlias = Annotated[
    ExistingFile | UnsetType,
    described(
        "TLC's config. Without this key, it is named like `module`, with `.cfg`.", "Other.cfg"
    ),
]


class GreenEntry(Entry, frozen=True):
    """The model of the intended design."""

    module: ModuleKey
    config: ConfigKey = UNSET
    data: Data = UNSET
    env: Env = UNSET
    kind: Annotated[
        Annotated[str, one_of("behaviour", "constant")],
        described(
            "Whether the model has a behaviour. A `constant` one has none: no states, and TLC "
            "evaluates its ASSUMEs, which must be true.",
            "constant",
        ),
    ] = "behaviour"
    distinct: Annotated[
        Count | UnsetType,
        described(
            "The number of states that TLC must find. Another number is `unexpected`: the model "
            "has changed.",
            16,
        ),
    ] = UNSET

    def own_mistakes(self, node: YamlNode) -> Iterator[tuple[YamlNode, str]]:
        """Yield mistakes for a config that is not there, and for a count without a behaviour."""
        yield from config_mistakes(self, node)
        if self.kind == CONSTANT and self.distinct is not UNSET:
            yield node, "a model with 'kind: constant' has no states, so leave out 'distinct'"


class WitnessEntry(Entry, frozen=True, kw_only=True):
    """A state that the green must reach."""

    id: Annotated[Id, described("Its name: `CLAIM@ID`.", "old-mail")]
    shows: Annotated[
        Text | UnsetType, described("What it shows.", "A stranger has a used link")
    ] = UNSET
    state: Annotated[
        OperatorName,
        described("An operator of the green module that is true in such a state.", "OldMailFound"),
    ]


class RedEntry(Entry, frozen=True, kw_only=True):
    """A model of the same design with one realistic fault."""

    id: Annotated[
        Id,
        described(
            "Its name: `CLAIM:ID`. The first red is also called `CLAIM-negative`.", "reusable"
        ),
    ]
    fault: Annotated[
        Text | UnsetType, described("The one realistic bug.", "A link can be opened twice.")
    ] = UNSET
    module: ModuleKey
    config: ConfigKey = UNSET
    data: Data = UNSET
    env: Env = UNSET
    kind: Annotated[
        Annotated[str, one_of("invariant", "property", "action property", "deadlock", "assumption")]
        | UnsetType,
        described(
            "The kind of the violation. Without this key, it is that of the property: an invariant "
            "under INVARIANT in the config, and under PROPERTY what its definition is.",
            "property",
        ),
    ] = UNSET
    violates: Annotated[
        OperatorName | UnsetType,
        described(
            "The property that must break. If another one breaks, the verdict is `unexpected`.",
            "OwnerKeepsAccount",
        ),
    ] = UNSET
    length: Annotated[
        Count | UnsetType, described("The number of states of the counterexample.", 5)
    ] = UNSET
    route: Annotated[
        Texts, described("The actions of the counterexample, in order.", ["Ask", "Open"])
    ] = ()

    def own_mistakes(self, node: YamlNode) -> Iterator[tuple[YamlNode, str]]:
        """Yield a mistake for a config that is not there, and for a property without a name."""
        yield from config_mistakes(self, node)
        # A kind that could not be read may be one that needs no name.
        if self.violates is UNSET and is_read(self.kind) and self.kind not in NAMELESS:
            yield node, "the key 'violates' is missing"


def double_name(model: GreenEntry | RedEntry, inherited: Data) -> str | None:
    """Return a name that two of a model's files have, its data among them, or None."""
    # The model's own data replaces that of its claim.
    data = inherited if model.data is UNSET else model.data
    # MISSING has no name to compare.
    if data is UNSET or not is_read(model.module, model.config, data):
        return None  # without data, the names of module and config differ by their suffixes
    files = [model.module, config_of(model), *filter(is_read, data)]
    names = [file.name for file in files]
    return next((name for name in names if names.count(name) > 1), None)


def config_of(model: GreenEntry | RedEntry) -> Path:
    """Return the config that a model's key names, or else the one with its module's name."""
    return model.module.with_suffix(".cfg") if model.config is UNSET else model.config


def config_mistakes(entry: GreenEntry | RedEntry, node: YamlNode) -> Iterator[tuple[YamlNode, str]]:
    """Yield a mistake for a config that no key names and that is not beside the module."""
    # A config that the key names is read as an existing file, with a mistake of its own.
    if entry.config is UNSET and is_read(entry.module) and not is_file(config_of(entry)):
        key = next((key for key, _ in node.pairs() if key.scalar == "module"), node)
        yield key, f"there is no file {config_of(entry)}; 'config' may name another"
