"""conformance.yaml as a user writes it: its keys, what each of them means, what values it takes."""

from collections.abc import Iterator
from typing import Annotated, TypeAlias

from msgspec import UNSET, UnsetType, field

from moltverify.registry.entry_reader import Entry
from moltverify.registry.entry_types import (
    Duration,
    Text,
    Texts,
    described,
    listed,
    matching,
    one_of,
    too_few,
)
from moltverify.registry.yaml_reader import YamlNode

VERSION = r"[\w.+-]+"
KINDS = ("command", "none")
# Beside a projection command these keys would have no effect.
VARIABLES = ("calls", "given", "arguments", "observe")

Version: TypeAlias = Annotated[str, matching(VERSION, "a version")]
SomeTexts: TypeAlias = Annotated[Texts, too_few("expected at least one text")]
PlainValue: TypeAlias = tuple[str | int | bool, ...] | str | int | bool
ModelName: TypeAlias = Annotated[Text, listed("models")]


class PackageEntry(Entry, frozen=True):
    """A release on npm."""

    name: Annotated[str, matching("[a-z0-9@/._-]+", "a name"), described("The package's name.")]
    version: Annotated[Version, described("The release.")]
    integrity: Annotated[
        str,
        # 64 bytes are 86 characters and two of padding.
        matching("sha512-[A-Za-z0-9+/]{86}==", "sha512- and base64"),
        described("The SHA-512 of the archive, as the index states it."),
    ]


class CounterpartEntry(Entry, frozen=True):
    """How a claim is replayed, or why it is not."""

    none: Annotated[Text | UnsetType, described("Why nothing can be replayed.")] = UNSET
    command: Annotated[SomeTexts | UnsetType, described("The command that replays it.")] = UNSET
    release: Annotated[
        Annotated[str, matching(rf"[\w./ -]+(@{VERSION})?", "a name, or name@version")] | UnsetType,
        described("What the command replays."),
    ] = UNSET
    calls: Annotated[SomeTexts, described("The actions that are calls.")] = ()
    given: Annotated[SomeTexts, described("Variables before the step.")] = ()
    arguments: Annotated[SomeTexts, described("Variables after the step: what was asked.")] = ()
    observe: Annotated[SomeTexts, described("Variables after the step: what came of it.")] = ()
    projection: Annotated[SomeTexts | UnsetType, described("The command that makes the calls.")] = (
        UNSET
    )
    settings: Annotated[
        dict[str, PlainValue], described("Values for the command and the projection.")
    ] = field(default_factory=dict)
    timeout: Annotated[Duration | UnsetType, described("When the command is ended.")] = UNSET
    relation: Annotated[
        str, one_of("equal", "within"), described("Whether the model may allow more than the code.")
    ] = "equal"
    permissive: Annotated[
        dict[str, tuple[str | int | bool, ...] | Annotated[str, one_of("more")]],
        described(
            "Which outcomes allow more: for a path, its values from the strictest to the most "
            "permissive, or `more` for a list or a number."
        ),
    ] = field(default_factory=dict)
    omits: Annotated[Text | UnsetType, described("What part has no counterpart.")] = UNSET
    constants: Annotated[
        dict[str, Text], described("Constants that replace those of the model's config.")
    ] = field(default_factory=dict)

    def own_mistakes(self, node: YamlNode) -> Iterator[tuple[YamlNode, str]]:
        """Yield a mistake for a claim that is not replayed in one way, and keys of another way."""
        keys = {key.scalar or "": key for key, _ in node.pairs()}
        kinds = [kind for kind in KINDS if kind in keys]
        if len(kinds) != 1:
            yield node, f"expected one of the keys {', '.join(KINDS)}"
            # Without one kind it is unclear which of the other keys are wrong.
            return
        # Keys of no entry are noted already.
        own = {name: key for name, key in keys.items() if name in self.__struct_fields__}
        if kinds == ["none"]:
            rival, others = "none", set(own) - {"none"}
        else:
            rival, others = "projection", set(VARIABLES) if "projection" in own else set()
        for name, key in own.items():
            if name in others:
                yield key, f"unknown key '{name}' beside '{rival}'"


class DriftEntry(Entry, frozen=True):
    """A known difference between model and implementation."""

    model: Annotated[
        tuple[ModelName, ...] | ModelName, described("The model, or a list of models.")
    ]
    reason: Annotated[Text, described("Why it is known.")]
    when: Annotated[dict[str, PlainValue], described("Values of the call by their paths.")] = field(
        default_factory=dict
    )
    code: Annotated[dict[str, PlainValue], described("Values of the answer by their paths.")] = (
        field(default_factory=dict)
    )


class ConformanceEntry(Entry, frozen=True, kw_only=True):
    """Which releases the models are replayed against, and how."""

    packages: Annotated[tuple[PackageEntry, ...], described("The releases on npm.")] = ()
    dependencies: Annotated[
        Text | UnsetType,
        described("The file with the pinned packages that the releases import; conform writes it."),
    ] = UNSET
    releases: Annotated[
        Text | UnsetType,
        described("The file with all published releases; `conform --all` writes it."),
    ] = UNSET
    planted: Annotated[
        Text | UnsetType,
        described("The file with wrong versions of releases, for `conform --prove`."),
    ] = UNSET
    parameters: Annotated[
        dict[str, PlainValue],
        described("Constants of the implementation that it does not export."),
    ] = field(default_factory=dict)
    claims: Annotated[
        dict[Annotated[str, listed("claims", "no claim is called")], CounterpartEntry],
        described("How each claim is replayed."),
    ]
    drifts: Annotated[tuple[DriftEntry, ...], described("Known differences.")] = ()
