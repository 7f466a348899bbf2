"""Rewrites TLC's classes so that their static state can be reset between runs.

The JVM runs a static initialiser once per class. Here each becomes a method that can be called
again, and a second method clears the static fields. The new initialiser calls the first method and
adds the class to a list of initialised classes. One set of classes then serves all runs of a
virtual machine, and code that the JVM compiled is kept. No other code is changed.
"""

from __future__ import annotations

import struct
from collections.abc import Mapping

from moltverify.running.warm.class_file import (
    FIELD,
    FINAL,
    INTERFACE,
    INTERFACE_METHOD,
    METHOD,
    PUBLIC,
    STATIC,
    STRING,
    SUPER,
    SYNTHETIC,
    ClassFile,
    Member,
)

INITIALISE, CLEAR = "moltverify$initialise", "moltverify$clear"
LIST = "moltverify.initialised"  # the property that holds the list of classes, in order
STATICS = "$Statics"  # suffix of the class that gets an interface's fields
INITIALISER = "<clinit>"

# The instruction that pushes a field's default value, by the first character of its type.
ZEROES = dict.fromkeys("BCISZ", b"\x03") | {"J": b"\x09", "F": b"\x0b", "D": b"\x0e"}
NULL = b"\x01"
# LDC is ldc_w: a constant of a rewritten class can have an index above 255.
LDC, PUTSTATIC, INVOKESTATIC, INVOKEVIRTUAL = b"\x13", b"\xb3", b"\xb8", b"\xb6"
INVOKEINTERFACE, CHECKCAST, POP, RETURN = b"\xb9", b"\xc0", b"\x57", b"\xb1"


def renewable(classes: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return class files by name, rewritten, with a class for each interface that has state.

    `classes` must contain all classes that use each other's fields. Raises the errors of ClassFile
    for content that is not a class file.
    """
    files = {name: ClassFile(content) for name, content in classes.items()}
    # All references before any field moves: `declarer` finds fields where the source has them.
    for file in files.values():
        point_to_holders(file, files)
    made = dict(files)
    for file in files.values():
        if has_state(file):
            target = take_out(file) if file.access & INTERFACE else file
            make_renewable(target)
            made[target.name] = target
    return {name: file.written() for name, file in made.items()}


def has_state(file: ClassFile) -> bool:
    """Return whether a class has static state to reset.

    The values of an enumeration are kept: Java has tables of them that cannot be cleared.
    """
    if file.above and file.text(file.above) == "java/lang/Enum":
        return False
    return bool(static_fields(file)) or initialiser(file) is not None


def static_fields(file: ClassFile) -> list[Member]:
    """Return the static fields that code sets; a ConstantValue is set by the JVM."""
    return [
        field
        for field in file.fields
        if field.access & STATIC
        and not any(file.text(name) == "ConstantValue" for name, _ in field.attributes)
    ]


def initialiser(file: ClassFile) -> Member | None:
    """Return a class's static initialiser, or None."""
    return next((one for one in file.methods if file.text(one.name) == INITIALISER), None)


def point_to_holders(file: ClassFile, files: Mapping[str, ClassFile]) -> None:
    """Change a class's references to fields of interfaces to the classes that get the fields."""
    for place, owner, name, descriptor in list(file.field_references()):
        declaring = declarer(owner, name, files)
        if declaring and declaring.access & INTERFACE and has_state(declaring):
            new = file.add_class(declaring.name + STATICS)
            moved = file.add_reference(FIELD, new, name, descriptor)
            # The index stays the same, because instructions contain it.
            file.constants[place] = file.constants[moved]


def declarer(owner: str, name: str, files: Mapping[str, ClassFile]) -> ClassFile | None:
    """Return the class that declares a field, by the lookup of section 5.4.3.2, or None.

    None is a field of a class that is not in `files`, such as Java's own.
    """
    file = files.get(owner)
    if file is None or any(file.text(field.name) == name for field in file.fields):
        return file
    above = [*file.interfaces, *([file.above] if file.above else [])]
    found = (declarer(file.text(one), name, files) for one in above)
    return next((one for one in found if one), None)


def take_out(interface: ClassFile) -> ClassFile:
    """Move an interface's static state to a new class, and return that class.

    The fields of an interface must be final, and the JVM compiles final fields as constants.
    """
    holder = ClassFile(interface.written())
    holder.this = holder.add_class(interface.name + STATICS)
    holder.access, holder.interfaces = PUBLIC | SUPER | SYNTHETIC, []
    holder.fields = static_fields(holder)
    for one in (holder, interface):
        old = initialiser(one)
        assert old is not None, "a field of an interface has a value"
        one.methods = [old] if one is holder else [m for m in one.methods if m is not old]
    return holder


def make_renewable(file: ClassFile) -> None:
    """Add the two methods to a class, and the initialiser that calls the first."""
    # The JVM allows only an initialiser to set a final field, and compiles its value as a constant.
    for field in static_fields(file):
        field.access &= ~FINAL
    calls = b""
    old = initialiser(file)
    if old:
        old.name, old.access = file.add_text(INITIALISE), PUBLIC | STATIC | SYNTHETIC
        calls = INVOKESTATIC + big(file.add_reference(METHOD, file.this, INITIALISE, "()V"))
    add_method(file, CLEAR, clearing(file))
    add_method(file, INITIALISER, calls + noting(file))


def clearing(file: ClassFile) -> bytes:
    """Return code that sets each static field to the default value of its type."""
    code = b""
    for field in static_fields(file):
        name, descriptor = file.text(field.name), file.text(field.descriptor)
        place = file.add_reference(FIELD, file.this, name, descriptor)
        code += ZEROES.get(descriptor[0], NULL) + PUTSTATIC + big(place)
    return code


def noting(file: ClassFile) -> bytes:
    """Return code that adds the class to the list of initialised classes."""
    # System.getProperties().get(LIST).add(class), with Java's own classes only: the loader of
    # TLC's classes finds no others.
    system, properties = file.add_class("java/lang/System"), file.add_class("java/util/Properties")
    list_ = file.add_class("java/util/List")
    get = file.add_reference(METHOD, system, "getProperties", "()Ljava/util/Properties;")
    look = file.add_reference(METHOD, properties, "get", "(Ljava/lang/Object;)Ljava/lang/Object;")
    add = file.add_reference(INTERFACE_METHOD, list_, "add", "(Ljava/lang/Object;)Z")
    return b"".join(
        [
            *(INVOKESTATIC, big(get)),
            *(LDC, big(file.add(STRING, file.add_text(LIST)))),
            *(INVOKEVIRTUAL, big(look), CHECKCAST, big(list_)),
            *(LDC, big(file.this)),
            # invokeinterface has two more operands: the number of words of arguments, and zero.
            *(INVOKEINTERFACE, big(add), b"\x02\x00", POP),
        ]
    )


def add_method(file: ClassFile, name: str, code: bytes) -> None:
    """Add a static method without arguments or result; its code needs two words of stack."""
    body = code + RETURN
    content = struct.pack(">HHI", 2, 0, len(body)) + body + struct.pack(">HH", 0, 0)
    file.methods.append(
        Member(
            access=PUBLIC | STATIC | SYNTHETIC if name != INITIALISER else STATIC,
            name=file.add_text(name),
            descriptor=file.add_text("()V"),
            attributes=[(file.add_text("Code"), content)],
        )
    )


def big(number: int) -> bytes:
    """Return a number as two bytes, big-endian."""
    return struct.pack(">H", number)
