"""Read YAML nodes by the types of the entries, and note every mistake with its place.

| type | what the YAML holds |
| --- | --- |
| `str` | a scalar; with `min_length` it is not blank, with `pattern` it matches as a whole |
| `int` | a whole number above zero |
| `bool` | `true` or `false` |
| `str` with `names` or `one_of` | one of these names; one of a list among the choices |
| `Path` with `there` | the path of a `file` or `folder` that exists |
| `str` with `there` | the same; for unions, in which msgspec allows no `Path` |
| `tuple[T, ...]` | a list |
| `dict[K, V]` | keys and values, no key twice |
| an `Entry` | keys and values, each by the type of its field, no other key |
| a union with `str`, `int`, `bool` | a plain value, of the type that YAML gives it |
| a union of `int` and a `str` with a pattern | a whole number, and else the text |
| another union | the first member that has the node's shape; the last one refuses what none has |

A key whose type has `UnsetType` is optional; no YAML is read as that value. `Meta.extra` has what
types cannot express: `expected` describes a pattern, `too_few` is the message about a list below
`min_length`, and `unknown` begins the message about a name that is not in a list. Names are no
`Literal`, because msgspec sorts those, while messages and editors show them in the order of the
declaration.
"""

from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from functools import cache
from typing import Any, ClassVar, TypeVar, cast

from msgspec import UNSET, Struct, UnsetType, inspect

from moltverify.registry.mistakes import nearest
from moltverify.registry.scalar_readers import (
    MISSING,
    Choices,
    Reader,
    choice_reader,
    name_reader,
    path_reader,
    read_boolean,
    read_count,
    read_plain,
    refused,
    text_reader,
)
from moltverify.registry.yaml_reader import YamlNode

T = TypeVar("T")
PLAIN = (inspect.StrType, inspect.IntType, inspect.BoolType)


# forbid_unknown_fields is for the JSON Schema, omit_defaults for the digest of a claim; the reader
# itself refuses unknown keys, because msgspec would stop at the first one and give no place.
class Entry(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """Keys and values as a user writes them. A value that could not be read is MISSING.

    `rules` are the parts of its JSON Schema that no key says alone, for editors: they are those of
    `own_mistakes` that a schema can say.
    """

    rules: ClassVar[Mapping[str, object]] = {}

    def own_mistakes(self, node: YamlNode) -> Iterator[tuple[YamlNode, str]]:  # noqa: ARG002 - for entries with rules
        """Yield mistakes of several keys together, each a node and a message.

        Fields may be MISSING.
        """
        yield from ()


def read_entry(node: YamlNode, kind: type[T], choices: Choices) -> T:
    """Read a node by a type. The result has the type only if no mistake was noted.

    `choices` are the lists that `one_of` names; without a list, any name is right.
    """
    entry: T = reader_of(cast(Hashable, kind))(node, choices)
    return entry


def is_read(*values: object) -> bool:
    """Tell whether none of the values is MISSING."""
    return all(value is not MISSING for value in values)


def given(value: T | UnsetType, otherwise: T) -> T:
    """Return the value of a key, or another one where the key was left out."""
    return otherwise if value is UNSET else value


def with_nodes(entries: tuple[T, ...], node: YamlNode | None) -> Iterator[tuple[T, YamlNode]]:
    """Yield the entries of a list that were read, each with its node."""
    if node and is_read(entries):
        pairs = zip(entries, node.elements(), strict=True)
        yield from ((entry, at) for entry, at in pairs if is_read(entry))


@cache
def reader_of(kind: Hashable) -> Reader:
    """Return the reader of a type, which is compiled once for all nodes."""
    return compiled(inspect.type_info(kind), {})


def compiled(kind: inspect.Type, extra: Mapping[str, Any]) -> Reader:
    """Return the reader of a type in msgspec's form; `extra` is that of the `Meta` around it."""
    match kind:
        # The outer `Meta` wins: a field may add rules to those of its type.
        case inspect.Metadata(type=inner, extra=own):
            return compiled(inner, {**(own or {}), **extra})
        case inspect.StrType() if "names" in extra:
            return choice_reader(extra["names"])
        case inspect.StrType() if "one_of" in extra:
            return name_reader(extra["one_of"], extra.get("unknown", ""))
        case inspect.StrType() if "there" in extra:
            return path_reader(extra["there"])
        case inspect.StrType():
            return text_reader(kind, extra.get("expected", ""))
        case inspect.IntType():
            return read_count
        case inspect.BoolType():
            return read_boolean
        case inspect.CustomType():
            return path_reader(extra["there"])
        case inspect.VarTupleType():
            return list_reader(kind, extra.get("too_few", ""))
        case inspect.DictType():
            return mapping_reader(kind)
        case inspect.StructType():
            return entry_reader(kind)
        case inspect.UnionType(types=members):
            return union_reader(members)
    raise TypeError(f"no YAML is read as {kind}")


def list_reader(kind: inspect.VarTupleType, too_few: str) -> Reader:
    """Return a reader of lists. An element that could not be read keeps its place, as MISSING."""
    read_element, least = compiled(kind.item_type, {}), kind.min_length or 0

    def read(node: YamlNode, choices: Choices) -> Any:
        if not node.is_list:
            return refused(node, "a list")
        # MISSING elements stay in the list, so that entries and nodes have the same index.
        elements = tuple(read_element(element, choices) for element in node.elements())
        if len(elements) < least:
            node.wrong(too_few)
        return elements

    return read


def mapping_reader(kind: inspect.DictType) -> Reader:
    """Return a reader of mappings whose keys the user chooses."""
    read_key, read_value = compiled(kind.key_type, {}), compiled(kind.value_type, {})

    def read(node: YamlNode, choices: Choices) -> Any:
        pairs = pairs_by_name(node)
        if pairs is None:
            return MISSING
        # For the mistakes only: the result has the keys as they are written.
        for key, _ in pairs.values():
            read_key(key, choices)
        return {name: read_value(value, choices) for name, (_, value) in pairs.items()}

    return read


def entry_reader(kind: inspect.StructType) -> Reader:
    """Return a reader of entries of one type."""
    readers = {field.name: compiled(field.type, {}) for field in kind.fields}
    needed = {field.name for field in kind.fields if field.required}

    def read(node: YamlNode, choices: Choices) -> Any:
        pairs = pairs_by_name(node)
        if pairs is None:
            return MISSING
        values = {}
        for name, read_value in readers.items():
            if name in pairs:
                values[name] = read_value(pairs[name][1], choices)
            elif name in needed:
                node.wrong(f"the key '{name}' is missing")
                values[name] = MISSING
        # The constructor of a Struct wants every required field, but checks no types: an entry
        # with mistakes is made too, so that its own rules find more of them.
        entry: Any = kind.cls(**values)
        for at, message in entry.own_mistakes(node):
            at.wrong(message)
        for name, (key, _) in pairs.items():
            if name not in readers:
                key.wrong(f"unknown key '{name}'{nearest(name, readers)}")
        return entry

    return read


def pairs_by_name(node: YamlNode) -> dict[str, tuple[YamlNode, YamlNode]] | None:
    """Return each key of a mapping with its value; None, with a mistake noted, for other nodes."""
    if not node.is_mapping:
        refused(node, "keys and values")
        return None
    # A dict, and not YamlNode.child for each field: a mapping is searched once.
    pairs: dict[str, tuple[YamlNode, YamlNode]] = {}
    for key, value in node.pairs():
        if key.scalar is None:
            refused(key, "a text as key")
        elif key.scalar in pairs:
            # PyYAML's own loader would silently take the last one.
            key.wrong("this key is here twice")
        else:
            pairs[key.scalar] = (key, value)
    return pairs


def union_reader(members: Sequence[inspect.Type]) -> Reader:
    """Return a reader of what may have several shapes."""
    # Alone, `str` takes the characters of any scalar: only beside `int` and `bool` YAML's own
    # type decides. A text with a pattern is a Metadata here.
    plain = sum(isinstance(member, PLAIN) for member in members) > 1
    readers = [
        (shape_of(one), read_plain if plain and isinstance(one, PLAIN) else compiled(one, {}))
        for one in members
    ]

    def read(node: YamlNode, choices: Choices) -> Any:
        # The last member refuses a node that has no member's shape.
        fitting = (read for has_shape, read in readers if has_shape(node))
        return next(fitting, readers[-1][1])(node, choices)

    return read


def shape_of(kind: inspect.Type) -> Callable[[YamlNode], bool]:
    """Return a predicate that tells whether a node is a scalar, list or mapping as its type is."""
    match kind:
        case inspect.Metadata(type=inner):
            return shape_of(inner)
        case inspect.VarTupleType():
            return lambda node: node.is_list
        case inspect.DictType() | inspect.StructType():
            return lambda node: node.is_mapping
        case inspect.IntType():
            return lambda node: node.scalar is not None and node.node.tag.endswith(":int")
    return lambda node: node.scalar is not None
