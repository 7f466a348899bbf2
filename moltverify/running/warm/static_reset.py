"""TLC's classes so rewritten that their static state can be made anew, run after run.

A static initialiser runs once in a class's life. Here each becomes a method that can be called
again, and a second method clears the static fields; the new initialiser calls the first and notes
that the class has now been initialised. Then one set of classes serves all runs of a machine, and
what Java has compiled stays compiled. Nothing else of the code is changed.
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
STATICS = "$Statics"  # ends the name of the class that holds an interface's fields
INITIALISER = "<clinit>"

# What pushes a field's first value, by the first character of its type.
ZEROES = dict.fromkeys("BCISZ", b"\x03") | {"J": b"\x09", "F": b"\x0b", "D": b"\x0e"}
NULL = b"\x01"
LDC, PUTSTATIC, INVOKESTATIC, INVOKEVIRTUAL = b"\x13", b"\xb3", b"\xb8", b"\xb6"
INVOKEINTERFACE, CHECKCAST, POP, RETURN = b"\xb9", b"\xc0", b"\x57", b"\xb1"


def renewable(classes: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return class files by name, all that belong together, with static state that can be renewed.

    Raises what ClassFile raises for content that is no class file.
    """
    files = {name: ClassFile(content) for name, content in classes.items()}
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
    """Tell whether a class has static state to renew.

    An enumeration's values are kept: Java keeps tables of them that nobody can clear.
    """
    if file.above and file.text(file.above) == "java/lang/Enum":
        return False
    return bool(static_fields(file)) or initialiser(file) is not None


def static_fields(file: ClassFile) -> list[Member]:
    """Return the static fields that code sets, not the class file itself."""
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
    """Let a class use the fields of interfaces where they will be."""
    for place, owner, name, descriptor in list(file.field_references()):
        declaring = declarer(owner, name, files)
        if declaring and declaring.access & INTERFACE and has_state(declaring):
            new = file.add_class(declaring.name + STATICS)
            moved = file.add_reference(FIELD, new, name, descriptor)
            # The place itself is kept, for instructions name it.
            file.constants[place] = file.constants[moved]


def declarer(owner: str, name: str, files: Mapping[str, ClassFile]) -> ClassFile | None:
    """Return the class that declares a field, found as section 5.4.3.2 says, if it is ours."""
    file = files.get(owner)
    if file is None or any(file.text(field.name) == name for field in file.fields):
        return file
    above = [*file.interfaces, *([file.above] if file.above else [])]
    found = (declarer(file.text(one), name, files) for one in above)
    return next((one for one in found if one), None)


def take_out(interface: ClassFile) -> ClassFile:
    """Move an interface's static state to a class of its own, and return that.

    The fields of an interface are final, and what is final is compiled as a constant.
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
    """Give a class its two methods and the initialiser that calls the first."""
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
    """Return code that gives each static field the value that it has in a new class."""
    code = b""
    for field in static_fields(file):
        name, descriptor = file.text(field.name), file.text(field.descriptor)
        place = file.add_reference(FIELD, file.this, name, descriptor)
        code += ZEROES.get(descriptor[0], NULL) + PUTSTATIC + big(place)
    return code


def noting(file: ClassFile) -> bytes:
    """Return code that adds the class to the list of initialised ones."""
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
    """Return a number as two bytes."""
    return struct.pack(">H", number)
