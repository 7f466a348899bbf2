"""What the text of a model's properties shows: constants, types, negations, liveness."""

from __future__ import annotations

import re
from functools import cached_property
from typing import TYPE_CHECKING

from moltverify.adoption.records import PairedModel
from moltverify.errors import UsageError
from moltverify.tla.config import Config
from moltverify.tla.parsed_modules import ParsedModules, read_parsed_modules
from moltverify.tla.property_levels import is_liveness
from moltverify.tla.syntax_tree import field, symbol, text_of, without_parentheses

if TYPE_CHECKING:
    from tree_sitter import Node

    from moltverify.tla.module import Definition

TYPE_NAME = re.compile(r"type|^TI$|^Typing", re.IGNORECASE)


class PropertyFacts:
    """Reads one model's properties; what the parser does not find is unknown."""

    def __init__(self, paired: PairedModel, config: Config) -> None:
        self.paired = paired
        self.config = config

    @cached_property
    def modules(self) -> ParsedModules | None:
        """The parsed modules, or None if they cannot be read."""
        try:
            return read_parsed_modules(
                self.paired.module, self.paired.config, self.paired.libraries
            )
        except (UsageError, OSError):
            return None

    def definition(self, name: str) -> Definition | None:
        """Return the definition of a name, or None."""
        return self.modules.definition(name) if self.modules else None

    @property
    def names(self) -> list[str]:
        """The names of all that the config checks."""
        return [one.name for one in (*self.config.invariants, *self.config.properties)]

    def is_constant(self, name: str) -> bool:
        """Tell whether a property has the same value in every state: it names no variable."""
        found = self.definition(name)
        if found is None or self.modules is None:
            return False
        return not (
            self.modules.uses_variable(found.body, found.module)
            or self.modules.is_temporal(found.body, found.module)
        )

    def is_literal(self, name: str, value: str) -> bool:
        """Tell whether a property is defined as TRUE or FALSE itself."""
        found = self.definition(name)
        return found is not None and text_of(without_parentheses(found.body)) == value

    def is_liveness(self, name: str) -> bool:
        """Tell whether a property is about behaviours; True if its definition is not found."""
        found = self.definition(name)
        if found is None or self.modules is None:
            return True
        return is_liveness(self.modules, found.body, found.module)

    def negated(self, name: str) -> Node | None:
        """Return what a property negates as a whole, or None if it is no negation."""
        found = self.definition(name)
        body = without_parentheses(found.body) if found else None
        if body is None or body.type != "bound_prefix_op" or symbol(body) != "lnot":
            return None
        right = field(body, "rhs")
        return without_parentheses(right) if right else None


def is_about_types(name: str) -> bool:
    """Tell whether a property is about types, by its name."""
    return bool(TYPE_NAME.search(name))
