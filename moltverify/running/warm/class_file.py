"""A reader and writer of Java class files, for the parts that `static_reset` changes.

Source: The Java Virtual Machine Specification, Java SE 17 edition, chapter 4.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator

from msgspec import Struct

PUBLIC, STATIC, FINAL, INTERFACE, SYNTHETIC, ENUM = 0x1, 0x8, 0x10, 0x200, 0x1000, 0x4000
ABSTRACT, SUPER = 0x400, 0x20

UTF8, CLASS, STRING, FIELD, METHOD, INTERFACE_METHOD, NAME_AND_TYPE = 1, 7, 8, 9, 10, 11, 12
# The sizes of the constants that have a fixed one, by tag (section 4.4).
SIZES = {3: 4, 4: 4, 5: 8, 6: 8, 7: 2, 8: 2, 9: 4, 10: 4, 11: 4, 12: 4, 15: 3, 16: 2, 17: 4, 18: 4}
SIZES |= {19: 2, 20: 2}
WIDE = (5, 6)  # a long or double occupies two indices of the constant pool (section 4.4.5)


class Member(Struct):
    """A field or a method: access flags, indices of its name and type, and its attributes.

    An attribute is the index of its name, and its content.
    """

    access: int
    name: int
    descriptor: int
    attributes: list[tuple[int, bytes]]

    def written(self) -> bytes:
        """Return the member's bytes."""
        parts = [
            struct.pack(">HHHH", self.access, self.name, self.descriptor, len(self.attributes))
        ]
        for name, content in self.attributes:
            parts += [struct.pack(">HI", name, len(content)), content]
        return b"".join(parts)


class ClassFile:
    """One class file; constants can be added, and members changed.

    Indices are those of the constant pool. The constructor raises struct.error, IndexError or
    KeyError for content that is not a class file.
    """

    def __init__(self, content: bytes) -> None:
        self.content, self.at = content, 0
        self.head = self.take(8)
        self.constants: list[bytes] = [b""]
        count = self.number()
        while len(self.constants) < count:
            self.read_constant()
        self.places = {one: at for at, one in enumerate(self.constants) if one}
        self.access, self.this, self.above = struct.unpack(">HHH", self.take(6))
        self.interfaces = [self.number() for _ in range(self.number())]
        self.fields = self.members()
        self.methods = self.members()
        self.tail = content[self.at :]

    def take(self, size: int) -> bytes:
        """Read the next bytes; raises IndexError if there are fewer."""
        self.at += size
        # A slice alone would be shorter without an error.
        if self.at > len(self.content):
            raise IndexError("the class file is cut off")
        return self.content[self.at - size : self.at]

    def number(self) -> int:
        """Read two bytes as an unsigned number."""
        return int(struct.unpack(">H", self.take(2))[0])

    def read_constant(self) -> None:
        """Read one constant, which can occupy two indices."""
        tag = self.content[self.at]
        if tag == UTF8:
            size = 3 + struct.unpack_from(">H", self.content, self.at + 1)[0]
        else:
            size = 1 + SIZES[tag]
        self.constants.append(self.take(size))
        if tag in WIDE:
            self.constants.append(b"")

    def members(self) -> list[Member]:
        """Read a table of fields or of methods."""
        return [self.member() for _ in range(self.number())]

    def member(self) -> Member:
        """Read one field or method."""
        access, name, descriptor, count = struct.unpack(">HHHH", self.take(8))
        return Member(access, name, descriptor, [self.attribute() for _ in range(count)])

    def attribute(self) -> tuple[int, bytes]:
        """Read one attribute: the index of its name, and its content."""
        name, size = struct.unpack(">HI", self.take(6))
        return name, self.take(size)

    def written(self) -> bytes:
        """Return the class file's bytes."""
        parts = [self.head, struct.pack(">H", len(self.constants)), *self.constants]
        parts.append(struct.pack(">HHH", self.access, self.this, self.above))
        parts.append(
            struct.pack(f">H{len(self.interfaces)}H", len(self.interfaces), *self.interfaces)
        )
        for members in (self.fields, self.methods):
            parts += [struct.pack(">H", len(members)), *(one.written() for one in members)]
        return b"".join([*parts, self.tail])

    def text(self, place: int) -> str:
        """Return the text of a constant that is a text or refers to one.

        Java's variant of UTF-8 differs from UTF-8 only for characters that no name here has.
        """
        entry = self.constants[place]
        if entry[0] != UTF8:
            return self.text(int(struct.unpack_from(">H", entry, 1)[0]))
        return entry[3:].decode("utf-8", "surrogateescape")

    def pair(self, place: int) -> tuple[int, int]:
        """Return the two indices in a constant."""
        first, second = struct.unpack(">HH", self.constants[place][1:])
        return int(first), int(second)

    @property
    def name(self) -> str:
        """The class's name, with slashes."""
        return self.text(self.this)

    def field_references(self) -> Iterator[tuple[int, str, str, str]]:
        """Yield the index, class, name and type of each field that code can refer to."""
        for place, entry in enumerate(self.constants):
            if entry[:1] == bytes([FIELD]):
                owner, signature = self.pair(place)
                name, descriptor = self.pair(signature)
                yield place, self.text(owner), self.text(name), self.text(descriptor)

    def add(self, tag: int, *numbers: int) -> int:
        """Return the index of a constant that refers to others, and add it if it is missing."""
        return self.place(bytes([tag]) + struct.pack(f">{len(numbers)}H", *numbers))

    def add_text(self, text: str) -> int:
        """Return the index of a text, and add it if it is missing."""
        encoded = text.encode("utf-8", "surrogateescape")
        return self.place(bytes([UTF8]) + struct.pack(">H", len(encoded)) + encoded)

    def add_class(self, name: str) -> int:
        """Return the index of a class, and add it if it is missing."""
        return self.add(CLASS, self.add_text(name))

    def add_reference(self, tag: int, owner: int, name: str, descriptor: str) -> int:
        """Return the index of a field or method of the class at index `owner`, and add it."""
        signature = self.add(NAME_AND_TYPE, self.add_text(name), self.add_text(descriptor))
        return self.add(tag, owner, signature)

    def place(self, entry: bytes) -> int:
        """Return the index of a constant, and add it if it is missing."""
        if entry not in self.places:
            self.places[entry] = len(self.constants)
            self.constants.append(entry)
        return self.places[entry]
