"""A dict that can be a member of a set: the Python form of TLA+ functions and records."""

from typing import Any, NoReturn

CHANGING = (
    *("__setitem__", "__delitem__", "__ior__"),
    *("clear", "pop", "popitem", "setdefault", "update"),
)


class FrozenDict(dict[Any, Any]):
    """A hashable dict that cannot be changed, equal to any dict with the same items.

    It is a dict and not another mapping, so that `==`, `json` and libraries for tables accept it.
    """

    __slots__ = ()

    # mypy: the __hash__ of dict is None.
    def __hash__(self) -> int:  # type: ignore[override]
        return hash(frozenset(self.items()))

    def __reduce__(self) -> tuple[type["FrozenDict"], tuple[dict[Any, Any]]]:
        # Copying and unpickling a dict's subclass would set its items one by one.
        return FrozenDict, (dict(self),)


def refuse_change(*_: object, **__: object) -> NoReturn:
    """Stand in for a method that changes a dict; raises TypeError."""
    raise TypeError("a TLA+ value cannot be changed: dict(value) is a copy that can")


for _name in CHANGING:
    setattr(FrozenDict, _name, refuse_change)
