"""The formulas of a model's properties that may be true of every state of the right types."""

from __future__ import annotations

from collections.abc import Collection

from moltverify.tla.formulas import Formula, formula_of
from moltverify.tla.module import Definition
from moltverify.tla.parsed_modules import ParsedModules
from moltverify.tla.specification import checked, is_type_invariant


def breakable_formulas(sources: ParsedModules, empty: Collection[str]) -> list[Formula]:
    """Return the formulas of the properties that may be tautologies.

    Type invariants are tautologies by construction. Constant properties, and implications with a
    left side that is never true, those in `empty`, have a finding that says more.
    """

    def may_be_tautology(one: Definition) -> bool:
        is_type = is_type_invariant(sources, one)
        return not is_type and one.name not in empty and sources.uses_variable(one.body, one.module)

    found = [formula_of(sources, one) for one in checked(sources) if may_be_tautology(one)]
    return [*filter(None, found)]
