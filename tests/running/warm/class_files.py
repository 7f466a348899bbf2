"""Class files made by hand, so that tests need no compiler."""

import struct

from moltverify.running.warm.class_file import (
    CLASS,
    PUBLIC,
    STATIC,
    SUPER,
    UTF8,
    ClassFile,
    Member,
)

HEAD = b"\xca\xfe\xba\xbe\x00\x00\x00\x34"  # the magic number, and the version of Java 8
OBJECT = "java/lang/Object"


def text_entry(text: str) -> bytes:
    """Return a text as a constant."""
    return bytes([UTF8]) + struct.pack(">H", len(text)) + text.encode()


def class_content(
    name: str, above: str = OBJECT, access: int = PUBLIC | SUPER, more: tuple[bytes, ...] = ()
) -> bytes:
    """Return an empty class: its name has index 1 and its superclass index 3, then come `more`."""
    constants = [text_entry(name), bytes([CLASS, 0, 1]), text_entry(above), bytes([CLASS, 0, 3])]
    constants += more
    # A long or double counts twice.
    count = 1 + sum(2 if one[0] in {5, 6} else 1 for one in constants)
    parts = [HEAD, struct.pack(">H", count), *constants, struct.pack(">HHH", access, 2, 4)]
    return b"".join([*parts, bytes(8)])


def made_class(name: str, above: str = OBJECT, access: int = PUBLIC | SUPER) -> ClassFile:
    """Return an empty class, read."""
    return ClassFile(class_content(name, above, access))


def add_field(file: ClassFile, name: str, descriptor: str = "I", access: int = STATIC) -> Member:
    """Add a field without attributes to a class, and return it."""
    field = Member(access, file.add_text(name), file.add_text(descriptor), [])
    file.fields.append(field)
    return field


def add_initialiser(file: ClassFile, content: bytes = b"code") -> Member:
    """Add a static initialiser to a class, and return it."""
    attributes = [(file.add_text("Code"), content)]
    method = Member(STATIC, file.add_text("<clinit>"), file.add_text("()V"), attributes)
    file.methods.append(method)
    return method
