"""The models of a claim as a user writes them: the green and the reds."""

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, TypeAlias

from msgspec import UNSET, UnsetType, field

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
    Tier,
    described,
    one_of,
)
from moltverify.registry.expect_entries import Expect, count_mistakes
from moltverify.registry.search_entries import Mode, ModeEntry, Slices
from moltverify.registry.yaml_reader import YamlNode
from moltverify.tla.config import ConfigSyntaxError
from moltverify.tla.derived_config import constants_section

NO_COUNTS = "random traces are no count of all states: leave out 'distinct' and 'expect'"
CONSTANT = "constant"  # the kind of a model without a behaviour
# Kinds of violations without the name of a property.
NAMELESS = ("deadlock", "assumption", "assertion", "postcondition")
KIND_WORDS = ("invariant", "property", "action property", "constant invariant", *NAMELESS)

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
    tier: Tier = UNSET
    mode: Mode = UNSET
    slice: Slices = UNSET
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
    expect: Expect = UNSET

    def own_mistakes(self, node: YamlNode) -> Iterator[tuple[YamlNode, str]]:
        """Yield mistakes for a config that is not there, and for a count without a behaviour."""
        yield from config_mistakes(self, node)
        yield from count_mistakes(self.kind == CONSTANT, self.distinct, self.expect, node)
        if isinstance(self.mode, ModeEntry):
            if self.kind == CONSTANT:
                yield node, "a model with 'kind: constant' has no traces, so leave out 'mode'"
            elif self.has_counts:
                yield node, NO_COUNTS

    @property
    def has_counts(self) -> bool:
        """Whether it states how much TLC must find."""
        return self.distinct is not UNSET or self.expect is not UNSET


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
    module: Annotated[
        ExistingFile | UnsetType,
        described(
            "The TLA+ module that TLC starts with. Without this key, the green's.",
            "ResetLink_Reusable.tla",
        ),
    ] = UNSET
    config: ConfigKey = UNSET
    constants: Annotated[
        dict[OperatorName, str | int | bool],
        described(
            "Values of constants that differ from the green's. With this key or `replaces`, the "
            "config is made of the green's. A text is one of TLC's configs: `{a, b}`.",
            {"Limit": 4},
        ),
    ] = field(default_factory=dict)
    replaces: Annotated[
        dict[OperatorName, Text],
        described(
            "Operators and what replaces them, where that differs from the green's config.",
            {"MayOpen": "MayOpenTwice"},
        ),
    ] = field(default_factory=dict)
    data: Data = UNSET
    env: Env = UNSET
    tier: Tier = UNSET
    mode: Mode = UNSET
    slice: Slices = UNSET
    kind: Annotated[
        Annotated[str, one_of(*KIND_WORDS)] | UnsetType,
        described(
            "The kind of the violation. Without this key, it is that of the property: an invariant "
            "under INVARIANT in the config, and under PROPERTY what its definition is. `assertion` "
            "is an `Assert` that fails.",
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
        Count | UnsetType,
        described(
            "The number of states of the counterexample. Only with 1 may an initial state break "
            "the property.",
            5,
        ),
    ] = UNSET
    route: Annotated[
        Texts, described("The actions of the counterexample, in order.", ["Ask", "Open"])
    ] = ()
    advisories: Annotated[
        Texts,
        described(
            "The ids of the claim's advisories whose shape the fault has.", ["CVE-2026-12345"]
        ),
    ] = ()

    def own_mistakes(self, node: YamlNode) -> Iterator[tuple[YamlNode, str]]:
        """Yield mistakes for a config that is not there or too many, and for a missing name."""
        yield from config_mistakes(self, node)
        yield from self.setting_mistakes(node)
        if self.module is UNSET and self.config is UNSET and not self.is_derived:
            keys = "'module', 'config', 'constants' or 'replaces'"
            yield node, f"nothing differs from the green: the key {keys} is missing"
        # A kind that could not be read may be one that needs no name.
        if self.violates is UNSET and is_read(self.kind) and self.kind not in NAMELESS:
            yield node, "the key 'violates' is missing"

    @property
    def is_derived(self) -> bool:
        """Whether the config is made of the green's."""
        # What could not be read would make one too.
        return bool(self.constants or self.replaces)

    def changes(self) -> str:
        """Return the CONSTANTS section of a derived config; raises ConfigSyntaxError."""
        return constants_section(
            {name: config_text(value) for name, value in self.constants.items()}, self.replaces
        )

    def setting_mistakes(self, node: YamlNode) -> Iterator[tuple[YamlNode, str]]:
        """Yield a mistake for settings beside a config, or that no config can say."""
        key = "constants" if self.constants else "replaces"
        if self.is_derived and self.config is not UNSET:
            yield node, f"'{key}' changes the green's config; leave out 'config'"
        if not is_read(self.constants, self.replaces):
            return
        if not is_read(*self.constants.values(), *self.replaces.values()):
            return
        try:
            self.changes()
        except ConfigSyntaxError as error:
            yield node.child(key) or node, f"no config can say this: {error.message}"


def config_text(value: str | int | bool) -> str:
    """Return the text of a constant's value in a config."""
    return str(value).upper() if isinstance(value, bool) else str(value)


def counts_traces(green: GreenEntry | UnsetType, mode: Mode) -> bool:
    """Tell whether a green states a number of states that its claim's mode does not count."""
    if not isinstance(green, GreenEntry) or green.mode is not UNSET or green.kind == CONSTANT:
        return False
    return isinstance(mode, ModeEntry) and green.has_counts


def double_name(model: GreenEntry | RedEntry, inherited: Data) -> str | None:
    """Return a name that two of a model's files have, its data among them, or None."""
    # The model's own data replaces that of its claim.
    data = inherited if model.data is UNSET else model.data
    # MISSING has no name to compare.
    if data is UNSET or model.module is UNSET or not is_read(model.module, model.config, data):
        return None  # without data, the names of module and config differ by their suffixes
    files = [model.module, config_of(model), *filter(is_read, data)]
    names = [file.name for file in files]
    return next((name for name in names if names.count(name) > 1), None)


def config_of(model: GreenEntry | RedEntry) -> Path:
    """Return the config that a model's key names, or else the one with its module's name."""
    if model.config is not UNSET:
        return model.config
    assert model.module is not UNSET  # else the reader noted a mistake
    return model.module.with_suffix(".cfg")


def config_mistakes(entry: GreenEntry | RedEntry, node: YamlNode) -> Iterator[tuple[YamlNode, str]]:
    """Yield a mistake for a config that no key names and that is not beside the module."""
    # A config that the key names is read as an existing file, with a mistake of its own.
    if entry.config is not UNSET or entry.module is UNSET or not is_read(entry.module):
        return
    if isinstance(entry, RedEntry) and entry.is_derived:
        return
    if not is_file(config_of(entry)):
        key = next((key for key, _ in node.pairs() if key.scalar == "module"), node)
        yield key, f"there is no file {config_of(entry)}; 'config' may name another"
