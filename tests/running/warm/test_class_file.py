"""Class files: what is read, what is written, and constants that are added."""

import struct

import pytest

from moltverify.running.warm.class_file import (
    FIELD,
    METHOD,
    NAME_AND_TYPE,
    STATIC,
    ClassFile,
)
from tests.running.warm.class_files import (
    OBJECT,
    add_field,
    add_initialiser,
    class_content,
    made_class,
    text_entry,
)

LONG = b"\x05" + bytes(8)
INTEGER = b"\x03\x00\x00\x00\x2a"


def door() -> ClassFile:
    """Return a class with a field, a method, an interface and attributes of its own."""
    file = made_class("Door")
    add_field(file, "count").attributes.append((file.add_text("ConstantValue"), b"\x00\x05"))
    add_initialiser(file)
    file.interfaces.append(file.add_class("Lock"))
    file.tail = b"\x00\x01\x00\x01\x00\x00\x00\x02ab"
    return file


def test_a_class_is_written_as_it_was_read() -> None:
    content = door().written()
    assert ClassFile(content).written() == content


def test_every_part_of_a_class_is_read() -> None:
    file = ClassFile(door().written())
    (field,), (method,), (interface,) = file.fields, file.methods, file.interfaces
    assert (file.name, file.text(file.above), file.text(interface)) == ("Door", OBJECT, "Lock")
    assert (file.text(field.name), file.text(field.descriptor)) == ("count", "I")
    assert [(file.text(name), content) for name, content in field.attributes] == [
        ("ConstantValue", b"\x00\x05")
    ]
    assert (file.text(method.name), method.access) == ("<clinit>", STATIC)
    assert file.tail == door().tail


def test_a_long_constant_occupies_two_indices() -> None:
    file = ClassFile(class_content("Door", more=(LONG, INTEGER)))
    assert (file.constants[5], file.constants[6], file.constants[7]) == (LONG, b"", INTEGER)
    assert file.written() == class_content("Door", more=(LONG, INTEGER))
    assert file.add_text("next") == 8


@pytest.mark.parametrize("tag", [0, 2, 13, 21, 255])
def test_a_constant_of_an_unknown_kind_is_refused(tag: int) -> None:
    with pytest.raises(KeyError):
        ClassFile(class_content("Door", more=(bytes([tag]) + bytes(8),)))


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"---- MODULE Door ----\n====\n"])
def test_content_that_is_no_class_file_is_refused(content: bytes) -> None:
    with pytest.raises((struct.error, IndexError, KeyError)):
        ClassFile(content)


def test_a_class_file_that_is_cut_off_before_its_own_attributes_is_refused() -> None:
    content = door().written()
    for length in range(len(content) - len(door().tail)):
        with pytest.raises((struct.error, IndexError, KeyError)):
            ClassFile(content[:length])


def test_a_constant_that_exists_already_is_not_added_again() -> None:
    file = made_class("Door")
    count = len(file.constants)
    assert file.add_text("Door") == 1
    assert file.add_class("Door") == 2
    assert len(file.constants) == count
    added = [file.add_class("Lock"), file.add_class("Lock"), file.add_text("Lock")]
    assert added == [count + 1, count + 1, count]


def test_an_index_that_is_given_out_stays_that_of_its_constant() -> None:
    file = made_class("Door")
    places = {name: file.add_text(name) for name in ("a", "b", "c")}
    again = ClassFile(file.written())
    assert {name: again.text(place) for name, place in places.items()} == {
        name: name for name in places
    }


def test_texts_with_the_same_bytes_as_another_constant_are_told_apart() -> None:
    file = made_class("Door")
    text, number = file.add_text("\x00\x01"), file.add(FIELD, 2, 1)
    assert text != number
    assert file.constants[text] == text_entry("\x00\x01")


def test_a_field_reference_gives_class_name_and_type() -> None:
    file = made_class("Door")
    place = file.add_reference(FIELD, file.add_class("Lock"), "turned", "Z")
    file.add_reference(METHOD, file.add_class("Lock"), "turn", "()V")
    assert list(file.field_references()) == [(place, "Lock", "turned", "Z")]
    owner, signature = file.pair(place)
    assert file.text(owner) == "Lock"
    assert file.constants[signature][0] == NAME_AND_TYPE


def test_a_class_without_references_has_none() -> None:
    assert list(made_class("Door").field_references()) == []


def test_bytes_that_are_not_utf_8_survive_as_text() -> None:
    # Java writes a null character as two bytes, which UTF-8 does not allow.
    entry = b"\x01\x00\x03a\xc0\x80"
    file = ClassFile(class_content("Door", more=(entry,)))
    assert file.add_text(file.text(5)) == 5
    assert file.constants[5] == entry


def test_an_attribute_may_be_empty() -> None:
    file = made_class("Door")
    add_field(file, "count").attributes.append((file.add_text("Deprecated"), b""))
    (field,) = ClassFile(file.written()).fields
    assert [content for _, content in field.attributes] == [b""]
