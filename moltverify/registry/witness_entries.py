"""The witnesses of a claim as a user writes them."""

from collections.abc import Iterator
from typing import Annotated

from msgspec import UNSET, UnsetType

from moltverify.registry.entry_reader import Entry
from moltverify.registry.entry_types import ExistingFile, Id, OperatorName, Text, described
from moltverify.registry.yaml_reader import YamlNode


class WitnessEntry(Entry, frozen=True, kw_only=True):
    """A state that the green must reach."""

    id: Annotated[Id, described("Its name: `CLAIM@ID`.", "old-mail")]
    shows: Annotated[
        Text | UnsetType, described("What it shows.", "A stranger has a used link")
    ] = UNSET
    state: Annotated[
        OperatorName | UnsetType,
        described("An operator of the green module that is true in such a state.", "OldMailFound"),
    ] = UNSET
    expression: Annotated[
        Text | UnsetType,
        described("Or a TLA+ expression that is true in such a state.", "Cardinality(used) = 2"),
    ] = UNSET
    never: Annotated[
        OperatorName | UnsetType,
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

    def own_mistakes(self, node: YamlNode) -> Iterator[tuple[YamlNode, str]]:
        """Yield mistakes for no state or several, and for `never` or `config` alone."""
        said = [one for one in (self.state, self.expression, self.never) if one is not UNSET]
        keys = "'state', 'expression' or 'never' (with 'config')"
        if not said:
            yield node, f"the key {keys} is missing"
        elif len(said) > 1:
            yield node, f"a witness is about one state: it has one of the keys {keys}"
        elif (self.never is UNSET) != (self.config is UNSET):
            yield node, "'never' and 'config' go together: the config checks that invariant"
