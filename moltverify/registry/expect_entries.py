"""The counts that a user expects of a green: numbers, or bands between two of them."""

from collections.abc import Iterator, Mapping
from typing import Annotated, ClassVar, TypeAlias

from msgspec import UNSET, UnsetType

from moltverify.registry.entry_reader import Entry, is_read
from moltverify.registry.entry_rules import at_least_one
from moltverify.registry.entry_types import Count, described, matching
from moltverify.registry.expectation import CountBand
from moltverify.registry.yaml_reader import YamlNode

NUMBER = "[1-9][0-9]{0,17}"
Band: TypeAlias = (
    Count
    | Annotated[
        str,
        matching(
            rf"{NUMBER}\.\.{NUMBER}", "a whole number above zero, or a band of two such as 100..200"
        ),
    ]
)


class ExpectEntry(Entry, frozen=True):
    """The counts that TLC must print."""

    distinct: Annotated[
        Band | UnsetType, described("The number of distinct states.", 16, "100..200")
    ] = UNSET
    generated: Annotated[
        Band | UnsetType, described("The number of generated states.", 40, "300..500")
    ] = UNSET
    depth: Annotated[
        Band | UnsetType,
        described("The depth of the search: states on the longest shortest path.", 5, "4..6"),
    ] = UNSET

    rules: ClassVar[Mapping[str, object]] = at_least_one("distinct", "generated", "depth")

    def own_mistakes(self, node: YamlNode) -> Iterator[tuple[YamlNode, str]]:
        """Yield a mistake for a band that ends before it begins, and for no count at all."""
        if not list(node.pairs()):
            yield node, "expected one of the keys 'distinct', 'generated' and 'depth'"
        for band in self.bands():
            if band.least > band.most:
                yield node.child(band.count) or node, "the band ends before it begins"

    def bands(self) -> Iterator[CountBand]:
        """Yield the counts that were read."""
        for count in ("distinct", "generated", "depth"):
            value: int | str | UnsetType = getattr(self, count)
            if value is not UNSET and is_read(value):
                least, _, most = str(value).partition("..")
                yield CountBand(count, int(least), int(most or least))


Expect: TypeAlias = Annotated[
    ExpectEntry | UnsetType,
    described(
        "Counts that TLC must print, each a number or a band. Another count is `unexpected`.",
        {"distinct": "100..200", "depth": 5},
    ),
]


def count_mistakes(
    constant: bool, distinct: int | UnsetType, expect: ExpectEntry | UnsetType, node: YamlNode
) -> Iterator[tuple[YamlNode, str]]:
    """Yield mistakes for counts of a green without states, and for a count given twice."""
    given = [("distinct", distinct), ("expect", expect)]
    for key, value in given:
        if constant and value is not UNSET:
            yield node, f"a model with 'kind: constant' has no states, so leave out '{key}'"
    if distinct is not UNSET and isinstance(expect, ExpectEntry) and expect.distinct is not UNSET:
        yield node.child("expect") or node, "'distinct' is stated twice, here and by its own key"
