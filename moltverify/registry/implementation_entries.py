"""The keys that name a claim's code: of a published package, or in the user's own repository."""

from collections.abc import Iterator, Mapping
from typing import Annotated, ClassVar, TypeAlias

from msgspec import UNSET, UnsetType

from moltverify.registry.entry_reader import Entry
from moltverify.registry.entry_rules import exactly_one
from moltverify.registry.entry_types import Text, Texts, described, matching
from moltverify.registry.yaml_reader import YamlNode

# Nothing that leads out of the repository, and no name that differs between systems.
INSIDE = r"(?![/~])(?!(.*/)?\.\.?(/|$))(?!.*//)[^\\]*[^\\/\s]/?"

CodePath: TypeAlias = Annotated[
    str, matching(INSIDE, "a path or glob from the repository's root, such as src/*")
]


class ImplementationEntry(Entry, frozen=True):
    """Code that does what the claim is about: `file` of a published package, or `path`."""

    file: Annotated[
        Text | UnsetType,
        described("A file of a published package. Nothing checks it.", "accounts/links.py"),
    ] = UNSET
    path: Annotated[
        CodePath | UnsetType,
        described(
            "Or a file, folder or glob of the repository, from its root. `check-registry` looks "
            "for it and its symbols, and `run --changed` names the claim when it changed.",
            "src/**/*.py",
        ),
    ] = UNSET
    symbols: Annotated[Texts, described("What to look at in it.", ["reset_password"])] = ()
    note: Annotated[Text | UnsetType, described("A remark.", "only since 1.4")] = UNSET

    rules: ClassVar[Mapping[str, object]] = exactly_one("file", "path")

    def own_mistakes(self, node: YamlNode) -> Iterator[tuple[YamlNode, str]]:
        """Yield a mistake for neither or both of `file` and `path`."""
        if self.file is UNSET and self.path is UNSET:
            yield node, "the key 'file' (of a published package) or 'path' (of yours) is missing"
        elif self.file is not UNSET and self.path is not UNSET:
            yield node, "it has 'file' (of a published package) or 'path' (of yours), not both"
