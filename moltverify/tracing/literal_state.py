"""A state as an initial predicate, so that TLC begins where a behaviour ended."""

from collections.abc import Iterator, Sequence

from msgspec import Struct

from moltverify.tla.config import Assignment
from moltverify.tla.value_types import ModelValue, Symbolic, Unreadable, Value, children
from moltverify.tla.values import format_value

LITERALS = "MoltverifyState"  # the module with the values


class LiteralState(Struct, frozen=True):
    """A state's variables with their values, and the model values in them by name."""

    state: tuple[tuple[str, Value], ...]
    model_values: tuple[str, ...]

    def module(self) -> str:
        """Return the text of the module that defines the values.

        Apart from the design, because it needs operators of standard modules, and the design may
        define others of the same names. Model values are parameters, because only the design knows
        them.
        """
        values = (
            f"MoltverifyValue{number}{parameters(self.model_values)} == {format_value(value)}"
            for number, (_, value) in enumerate(self.state, start=1)
        )
        head = [f"---- MODULE {LITERALS} ----", "LOCAL INSTANCE Integers", "LOCAL INSTANCE TLC"]
        return "\n".join([*head, *values, "===="]) + "\n"

    def predicate(self) -> Iterator[str]:
        """Yield the conjuncts that say that a state is this one."""
        for number, (name, _) in enumerate(self.state, start=1):
            yield f"  /\\ {name} = MoltverifyValue{number}{parameters(self.model_values)}"

    def undeclared(self, constants: set[str]) -> list[str]:
        """Return the model values that the design declares no constant for."""
        return [name for name in self.model_values if name not in constants]

    def assignments(self, constants: set[str]) -> tuple[Assignment, ...]:
        """Return what a config says of the model values that are no constants of the design."""
        return tuple(Assignment(name, ModelValue(name), 0) for name in self.undeclared(constants))


def parameters(names: Sequence[str]) -> str:
    """Return names in parentheses, or nothing without a name."""
    return f"({', '.join(names)})" if names else ""


def literal_state(state: tuple[tuple[str, Value], ...]) -> LiteralState | None:
    """Return a state that can be written as TLA+, or None for one that cannot."""
    found: dict[str, None] = {}
    waiting = [value for _, value in state]
    while waiting:
        value = waiting.pop()
        if isinstance(value, Symbolic | Unreadable):
            return None
        if isinstance(value, ModelValue):
            found[value.name] = None
        waiting += children(value)
    return LiteralState(state, tuple(found))
