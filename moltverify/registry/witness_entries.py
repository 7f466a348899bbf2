"""The witnesses of a claim as a user writes them."""

from collections.abc import Iterator, Mapping
from typing import Annotated, ClassVar

from msgspec import UNSET, Struct, UnsetType

from moltverify.registry.entry_reader import Entry, is_read
from moltverify.registry.entry_rules import exactly_one
from moltverify.registry.entry_types import ExistingFile, Id, OperatorName, Text, described
from moltverify.registry.yaml_reader import YamlNode


class WitnessEntry(Entry, frozen=True, kw_only=True):
    """A state that the green must reach, or several of one form by their ids."""

    id: Annotated[
        Id | UnsetType,
        described("Its name: `CLAIM@ID`. Without it, the next keys have several.", "old-mail"),
    ] = UNSET
    shows: Annotated[
        Text | UnsetType, described("What it shows.", "A stranger has a used link")
    ] = UNSET
    state: Annotated[
        OperatorName | dict[Id, OperatorName] | UnsetType,
        described("An operator of the green module that is true in such a state.", "OldMailFound"),
    ] = UNSET
    expression: Annotated[
        Text | dict[Id, Text] | UnsetType,
        described("Or a TLA+ expression that is true in such a state.", "Cardinality(used) = 2"),
    ] = UNSET
    never: Annotated[
        OperatorName | dict[Id, OperatorName] | UnsetType,
        described(
            "Or an invariant of `config` that such a state violates, and that says it is never "
            "reached.",
            "NeverTwoUsed",
        ),
    ] = UNSET
    config: Annotated[
        ExistingFile | UnsetType,
        described("With `never`, the config that checks it on the green's module.", "Probe.cfg"),
    ] = UNSET

    rules: ClassVar[Mapping[str, object]] = exactly_one("state", "expression", "never")

    @property
    def forms(self) -> dict[str, str | Mapping[str, str]]:
        """The keys that say which state is meant, with their values; right entries have one."""
        keys = {"state": self.state, "expression": self.expression, "never": self.never}
        return {key: value for key, value in keys.items() if value is not UNSET}

    def own_mistakes(self, node: YamlNode) -> Iterator[tuple[YamlNode, str]]:
        """Yield mistakes for no state or several, and for `never` or `config` alone."""
        keys = "'state', 'expression' or 'never' (with 'config')"
        if not self.forms:
            yield node, f"the key {keys} is missing"
        elif len(self.forms) > 1:
            yield node, f"a witness is about one state: it has one of the keys {keys}"
        elif (self.never is UNSET) != (self.config is UNSET):
            yield node, "'never' and 'config' go together: the config checks that invariant"
        elif is_read(*self.forms.values()):
            yield from self.id_mistakes(node)

    def id_mistakes(self, node: YamlNode) -> Iterator[tuple[YamlNode, str]]:
        """Yield a mistake for a missing id, and for keys of one witness beside several."""
        [(key, value)] = self.forms.items()
        if isinstance(value, str):
            if self.id is UNSET:
                yield node, "the key 'id' is missing"
        elif not value:
            yield node.child(key) or node, "there is no witness here: an id and a state for each"
        elif self.id is not UNSET or self.shows is not UNSET:
            yield node, f"'id' and 'shows' are keys of one witness; the keys of '{key}' are ids"


class WitnessState(Struct, frozen=True):
    """A witness of an entry: id, key of its form, state; `among` several, or alone."""

    id: str
    form: str
    state: str
    among: bool

    def node_in(self, node: YamlNode) -> YamlNode:
        """Return the node of this witness in that of its entry."""
        several = node.child(self.form) if self.among else None
        return (several.child(self.id) if several else None) or node


def states_of_entry(entry: WitnessEntry) -> Iterator[WitnessState]:
    """Yield the witnesses of an entry as far as they were read."""
    for form, value in entry.forms.items():
        # Without an id, which is a mistake, a witness has no name.
        if isinstance(value, str) and isinstance(entry.id, str):
            yield WitnessState(entry.id, form, value, among=False)
        elif isinstance(value, Mapping):
            yield from (WitnessState(name, form, one, among=True) for name, one in value.items())
