"""The conditions of an action as records, and formulas of the first of them."""

from typing import TypeAlias

from msgspec import Struct


class ComparedSide(Struct, frozen=True):
    """A name or an operand by its text, and the expression that has its value."""

    text: str
    call: str


class GuardPart(Struct, frozen=True):
    """One condition by its text, and the expression that evaluates it.

    `kind` says whether it is the action's own, or what an event shows `before` or `after` the step.
    `reads` are the variables that it depends on. `is_choice` says that it is the condition of an
    IF, where another branch has its opposite.
    """

    text: str
    call: str
    reads: tuple[str, ...] = ()
    sides: tuple[ComparedSide, ...] = ()
    is_choice: bool = False
    kind: str = "action"


class Binder(Struct, frozen=True):
    r"""The beginning of a quantified formula, `\E x \in S :`, around all parts after it."""

    text: str


Branch: TypeAlias = tuple[GuardPart | Binder, ...]


def prefix_formula(branch: Branch, count: int, then: str = "") -> str:
    """Return the formula of the first conditions of a branch, and behind them of `then`."""
    text, closing, parts = [], "", 0
    for item in branch:
        if parts == count:
            break
        if isinstance(item, Binder):
            text.append(f"({item.text} TRUE")
            closing += ")"
        else:
            text.append(f"({item.call})")
            parts += 1
    return " /\\ ".join([*text, *filter(None, [then])]) + closing


def guard_parts(branch: Branch) -> list[GuardPart]:
    """Return the conditions of a branch in order."""
    return [item for item in branch if isinstance(item, GuardPart)]
