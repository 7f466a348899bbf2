"""The rewriting of single classes made by hand: no compiler and no virtual machine is needed."""

import pytest

from moltverify.running.warm.class_file import (
    FIELD,
    FINAL,
    INTERFACE,
    PUBLIC,
    STATIC,
    SYNTHETIC,
    ClassFile,
)
from moltverify.running.warm.static_reset import (
    CLEAR,
    INITIALISE,
    INITIALISER,
    LIST,
    STATICS,
    clearing,
    declarer,
    has_state,
    renewable,
    static_fields,
)
from tests.running.warm.class_files import add_field, add_initialiser, made_class


def names(file: ClassFile) -> list[str]:
    return [file.text(method.name) for method in file.methods]


def rewritten(*files: ClassFile) -> dict[str, ClassFile]:
    made = renewable({file.name: file.written() for file in files})
    return {name: ClassFile(content) for name, content in made.items()}


def with_state(name: str, access: int = PUBLIC) -> ClassFile:
    file = made_class(name, access=access)
    add_field(file, "count", access=STATIC | FINAL)
    add_initialiser(file)
    return file


def test_a_class_without_static_state_is_left_as_it_is() -> None:
    file = made_class("Door")
    add_field(file, "own", access=PUBLIC)
    assert not has_state(file)
    assert renewable({"Door": file.written()}) == {"Door": file.written()}


def test_a_constant_that_the_machine_sets_is_no_state() -> None:
    file = made_class("Door")
    add_field(file, "limit").attributes.append((file.add_text("ConstantValue"), b"\x00\x01"))
    assert static_fields(file) == []
    assert not has_state(file)


def test_an_initialiser_alone_is_state() -> None:
    file = made_class("Door")
    add_initialiser(file)
    assert has_state(file)
    assert names(rewritten(file)["Door"]) == [INITIALISE, CLEAR, INITIALISER]


def test_an_enumeration_keeps_its_values() -> None:
    file = made_class("Colour", above="java/lang/Enum")
    add_field(file, "RED")
    add_initialiser(file)
    assert not has_state(file)


def test_an_initialiser_becomes_a_method_that_can_be_called_again() -> None:
    file = rewritten(with_state("Door"))["Door"]
    assert names(file) == [INITIALISE, CLEAR, INITIALISER]
    old, clear, new = file.methods
    assert [content for _, content in old.attributes] == [b"code"]
    assert old.access == clear.access == PUBLIC | STATIC | SYNTHETIC
    assert new.access == STATIC


def test_a_class_without_an_initialiser_gets_one_that_calls_nothing_of_it() -> None:
    file = made_class("Door")
    add_field(file, "count")
    made = rewritten(file)["Door"]
    assert names(made) == [CLEAR, INITIALISER]
    assert INITIALISE not in {made.text(method.name) for method in made.methods}


def test_only_static_fields_lose_their_final() -> None:
    file = with_state("Door")
    add_field(file, "own", access=FINAL)
    fields = {made.name: made for made in rewritten(file)["Door"].fields}
    assert sorted(field.access for field in fields.values()) == [STATIC, FINAL]


def test_the_new_initialiser_names_the_list_of_classes() -> None:
    file = rewritten(with_state("Door"))["Door"]
    texts = {entry[3:].decode() for entry in file.constants if entry[:1] == b"\x01"}
    assert {LIST, "java/util/List", "java/util/Properties"} <= texts


@pytest.mark.parametrize(
    ("descriptor", "push"),
    [
        ("I", b"\x03"),
        ("Z", b"\x03"),
        ("J", b"\x09"),
        ("F", b"\x0b"),
        ("D", b"\x0e"),
        ("Ljava/lang/String;", b"\x01"),
        ("[I", b"\x01"),
    ],
)
def test_a_field_is_cleared_to_the_default_value_of_its_type(descriptor: str, push: bytes) -> None:
    file = made_class("Door")
    add_field(file, "one", descriptor)
    code = clearing(file)
    assert (code[:1], code[1:2], len(code)) == (push, b"\xb3", 4)
    place = int.from_bytes(code[2:4], "big")
    assert list(file.field_references()) == [(place, "Door", "one", descriptor)]


def test_the_state_of_an_interface_moves_to_a_class_beside_it() -> None:
    made = rewritten(with_state("Names", access=PUBLIC | INTERFACE))
    assert sorted(made) == ["Names", f"Names{STATICS}"]
    assert names(made["Names"]) == []
    holder = made[f"Names{STATICS}"]
    assert not holder.access & INTERFACE
    assert names(holder) == [INITIALISE, CLEAR, INITIALISER]
    assert [holder.text(field.name) for field in holder.fields] == ["count"]


def test_code_that_used_the_field_of_an_interface_uses_the_class_beside_it() -> None:
    user = made_class("Door")
    user.interfaces.append(user.add_class("Names"))
    # As the compiler writes it: the field of an interface by the class that inherits it.
    place = user.add_reference(FIELD, user.this, "count", "I")
    made = rewritten(user, with_state("Names", access=PUBLIC | INTERFACE))
    found = {at: (owner, name) for at, owner, name, _ in made["Door"].field_references()}
    assert found[place] == (f"Names{STATICS}", "count")


def test_a_reference_to_the_field_of_a_class_stays() -> None:
    user = made_class("Door")
    place = user.add_reference(FIELD, user.add_class("Lock"), "count", "I")
    made = rewritten(user, with_state("Lock"))
    assert [one[:2] for one in made["Door"].field_references()] == [(place, "Lock")]


def test_a_field_is_looked_for_in_interfaces_and_then_above() -> None:
    above, lock = made_class("Above"), made_class("Lock", access=PUBLIC | INTERFACE)
    own = made_class("Door", above="Above")
    own.interfaces.append(own.add_class("Lock"))
    files = {file.name: file for file in (above, lock, own)}
    assert declarer("Door", "count", files) is None
    add_field(above, "count")
    assert declarer("Door", "count", files) is above
    add_field(lock, "count")
    assert declarer("Door", "count", files) is lock
    add_field(own, "count")
    assert declarer("Door", "count", files) is own


def test_a_field_of_a_class_that_is_not_given_has_no_declarer() -> None:
    assert declarer("java/lang/System", "out", {}) is None
