"""States near the reachable ones: a sample with parts of its values replaced."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from random import Random

from moltverify.audit.experiments.perturbation import (
    Pools,
    ValuePath,
    changed_value,
    functions_of_varying_domain,
    named_parts,
    value_parts,
)
from moltverify.audit.experiments.state_sample import State
from moltverify.tla.values import Value, format_value

SPREAD = 300  # the sample's first states, which are from the whole graph
MAX_CHANGES = 4  # to one state


class Neighbourhood:
    """A sample of states, and those near it; the first SPREAD should be from the whole graph.

    States share their values: most are equal to one of another state, and what is known of a value
    is kept by the object that it is, because to compare or print a large one takes long.
    """

    def __init__(self, variables: Sequence[str], sample: Sequence[State]) -> None:
        self.variables = variables
        self.novelties: dict[tuple[str, int], frozenset[ValuePath]] = {}
        shared: dict[str, Value] = {}
        self.sample = [
            tuple(shared.setdefault(format_value(value), value) for value in state)
            for state in sample
        ]
        # With the values, so that no id is reused.
        self.texts = {id(value): (value, text) for text, value in shared.items()}
        # In the order of the sample, on which the states depend that are made.
        self.values: list[dict[int, Value]] = [
            {id(state[at]): state[at] for state in self.sample} for at in range(len(variables))
        ]
        self.pools = self.pools_of_sample()
        self.seen = {leaf for name, value in self.distinct() for leaf in self.leaves(name, value)}

    def distinct(self) -> Iterator[tuple[str, Value]]:
        """Yield each variable with each of its values in the sample."""
        for name, values in zip(self.variables, self.values, strict=True):
            for value in values.values():
                yield name, value

    def text(self, value: Value) -> str:
        """Return the text of a value."""
        known = self.texts.get(id(value))
        if known is None:
            known = self.texts[id(value)] = value, format_value(value)
        return known[1]

    def key(self, state: Sequence[Value]) -> tuple[str, ...]:
        """Return the values' texts; states with equal texts are equal."""
        return tuple(map(self.text, state))

    def perturbed_states(self, strings: Sequence[str], count: int, seed: int = 0) -> list[State]:
        """Return at most `count` different states, each a few changes away from one of the sample.

        None of them is in the sample. Equal arguments give equal results, so that an experiment
        with them is found in the store. `strings` may replace any string.
        """
        random = Random(seed)  # noqa: S311 - no secret; the same states each time
        known = set(map(self.key, self.sample))
        made: list[State] = []
        # Some changes give a known state, so there are more attempts than states wanted.
        for attempt in range(4 * count if self.sample else 0):
            if len(made) == count:
                break
            # The whole sample is dense at the beginning of the graph, its first states are spread.
            state = list(random.choice(self.sample if attempt % 2 else self.sample[:SPREAD]))
            for _ in range(1 + attempt % MAX_CHANGES):
                at = random.randrange(len(state))
                path = (self.variables[at],)
                state[at] = changed_value(state[at], path, self.pools, strings, random)
            key = self.key(state)
            if key not in known:
                known.add(key)
                made.append(tuple(state))
        return made

    def pools_of_sample(self) -> Pools:
        """Return the values seen at each path, with one larger number and both booleans.

        Properties often state a bound, and the number after the largest one seen breaks it.
        """
        pools: dict[ValuePath, dict[str, Value]] = {}
        for name, value in self.distinct():
            for path, part in value_parts(value, (name,)):
                pools.setdefault(path, {})[self.text(part)] = part
        for pool in pools.values():
            # Not isinstance: Python's booleans are integers.
            numbers = [one for one in pool.values() if type(one) is int]
            if numbers:
                pool[str(max(numbers) + 1)] = max(numbers) + 1
            if any(one is True or one is False for one in pool.values()):
                pool.update({"TRUE": True, "FALSE": False})
        values = {path: list(pool.values()) for path, pool in pools.items()}
        functions = {path: functions_of_varying_domain(pool) for path, pool in values.items()}
        return Pools(values, functions)

    def novel_paths(self, made: Sequence[State]) -> list[frozenset[ValuePath]]:
        """Return, for each state, the paths at which no state of the sample has its value."""
        return [frozenset().union(*map(self.novel, self.variables, state)) for state in made]

    def novel(self, name: str, value: Value) -> frozenset[ValuePath]:
        """Return the paths at which a variable's value is novel."""
        self.text(value)  # keeps the value, and so its id
        key = name, id(value)
        if key not in self.novelties:
            found = (
                path for path, text in self.leaves(name, value) if (path, text) not in self.seen
            )
            self.novelties[key] = frozenset(found)
        return self.novelties[key]

    def leaves(self, name: str, value: Value) -> Iterator[tuple[ValuePath, str]]:
        """Yield the path and text of each part of a value that has no parts itself."""
        for path, part in value_parts(value, (name,)):
            if not named_parts(part):
                yield path, format_value(part)
