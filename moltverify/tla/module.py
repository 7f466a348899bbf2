"""The record of a module file: what it declares, defines and uses, with lines.

`module_parser` makes these records.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from moltverify.tla.dependencies import used_module_names
from moltverify.tla.module_text import header_comment
from moltverify.tla.syntax_tree import field, last_line_of, line_of

if TYPE_CHECKING:
    from tree_sitter import Node

TRANSLATION = (b"\\* BEGIN TRANSLATION", b"\\* END TRANSLATION")


class Definition(Struct, frozen=True):
    """A top-level definition: its name, the module it stands in, its node and its body's node.

    The name of an infix, prefix or postfix operator is that of `operator_name`.
    """

    name: str
    module: str
    node: Node
    body: Node

    @property
    def key(self) -> tuple[str, str]:
        """The definition's key in a model, of which two modules may define the same name."""
        return self.module, self.name

    @property
    def line(self) -> int:
        """The first line, counted from 1: that of LOCAL, if the definition is local."""
        parent = self.node.parent
        return line_of(parent if parent and parent.type == "local_definition" else self.node)

    @property
    def end_line(self) -> int:
        """The line of the last token; comments after it do not count."""
        return last_line_of(self.node)

    def lines(self, text: str) -> list[str]:
        """Return the definition's lines in its file's text, without their line breaks.

        The first and last line are whole, even if they have parts of other definitions.
        """
        # Not `splitlines`: tree-sitter counts lines by \n, and a form feed does not end one.
        return [line.rstrip("\r") for line in text.split("\n")[self.line - 1 : self.end_line]]


class ParsedModule(Struct, frozen=True):
    """One module: its file, text and node, with the names that it declares, extends and defines.

    The text has blanks for tabs, so that its columns are those of SANY. A module inside another
    one has the file and text of that one. `instances` are the modules after INSTANCE, and
    `statements` the names of assumptions and theorems. `error_line` is the first line that
    tree-sitter cannot parse: from there on names may be missing.
    """

    name: str
    file: Path
    text: bytes
    tree: Node
    extended: tuple[str, ...]
    instances: tuple[str, ...]
    definitions: Mapping[str, Definition]
    constants: tuple[str, ...]
    variables: tuple[str, ...]
    statements: tuple[str, ...]
    error_line: int | None

    def is_generated(self, definition: Definition) -> bool:
        """Tell whether the PlusCal translator wrote a definition."""
        # `find` returns -1 for a mark that is missing; only both marks enclose a translation.
        before, after = (self.text.find(sign) for sign in TRANSLATION)
        return 0 <= before < definition.node.start_byte < after


class ModuleFile(Struct, frozen=True):
    """A file with its first module, the only one that SANY reads, and the modules inside that one.

    `error_line` is the first line of the module that tree-sitter cannot parse. `has_head` tells
    whether there is a `---- MODULE` at all: without it SANY finds no module.
    """

    file: Path
    text: bytes
    modules: tuple[ParsedModule, ...]
    error_line: int | None
    has_head: bool

    @property
    def name(self) -> str | None:
        """The name of the file's module, or None where the parser finds no module."""
        return self.modules[0].name if self.modules else None

    @property
    def line(self) -> int:
        """The line of the module's head, or 1."""
        return line_of(self.modules[0].tree) if self.modules else 1

    @property
    def definitions(self) -> tuple[Definition, ...]:
        """The definitions at the top level of the file's module, in order."""
        return tuple(self.modules[0].definitions.values()) if self.modules else ()

    def definition(self, name: str) -> Definition | None:
        """Return the top-level definition of a name in the file's module, or None."""
        return self.modules[0].definitions.get(name) if self.modules else None

    @property
    def comment(self) -> str:
        """The module's opening comment without its frame, or nothing."""
        name = field(self.modules[0].tree, "name") if self.modules else None
        # As text, not by its nodes: the grammar makes one node of a box of many comments.
        after = self.text[name.end_byte :].decode("utf-8", "replace") if name else ""
        return header_comment(after)

    @property
    def used(self) -> tuple[str, ...]:
        """The modules in other files that this one uses; after a parse error, perhaps more."""
        own = {module.name for module in self.modules}
        names = [name for one in self.modules for name in (*one.extended, *one.instances)]
        # The tree may lack some then; the scan finds them, and those that comments name.
        if self.error_line is not None:
            names += used_module_names(self.text.decode("utf-8", "replace"))
        return tuple(dict.fromkeys(name for name in names if name not in own))
