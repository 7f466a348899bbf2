"""What a name of a config refers to: by EXTENDS, by INSTANCE, LOCAL, and inside other modules."""

from collections.abc import Iterator

import pytest

from moltverify.tla.module import ModuleFile
from moltverify.tla.module_parser import parse_module_text
from moltverify.tla.module_scope import FoundName, ModuleScope, mentions, plain_instances


def file_of(name: str, body: str) -> ModuleFile:
    return parse_module_text(f"---- MODULE {name} ----\n{body}\n====\n")


def scope_of(root: str, **others: str) -> ModuleScope:
    """Return the scope of a root module called M, and others by name."""
    files = [file_of("M", root), *(file_of(name, body) for name, body in others.items())]
    return ModuleScope(files[0].modules[0], files)


def found(scope: ModuleScope, name: str, module: str = "M") -> tuple[str, str] | None:
    """Return the module that defines a name, and the one that copies it, or nothing."""
    one = scope.find(name, scope.modules[module])
    return (one.module.name, one.copied_by.name if one.copied_by else "") if one else None


def test_a_name_is_that_of_the_module_itself_before_those_it_extends() -> None:
    scope = scope_of("EXTENDS A\nOp == 1", A="Op == 2\nOther == 3")
    assert found(scope, "Op") == ("M", "")
    assert found(scope, "Other") == ("A", "")
    assert found(scope, "Missing") is None


def test_what_is_local_is_found_in_its_own_module_only() -> None:
    scope = scope_of("EXTENDS A\nLOCAL Own == 1", A="LOCAL Hidden == 2")
    assert found(scope, "Own") == ("M", "")
    assert found(scope, "Hidden") is None
    assert found(scope, "Hidden", "A") == ("A", "")


@pytest.mark.parametrize("declared", ["CONSTANT N", "VARIABLE v", "EXTENDS B"])
def test_an_instance_copies_a_module_that_has_something_to_replace(declared: str) -> None:
    scope = scope_of("INSTANCE A", A=f"{declared}\nOp == 1", B="CONSTANT Deep")
    assert found(scope, "Op") == ("A", "M")


def test_an_instance_of_a_module_without_parameters_is_no_copy_unless_it_is_local() -> None:
    assert found(scope_of("INSTANCE A", A="Op == 1"), "Op") == ("A", "")
    assert found(scope_of("LOCAL INSTANCE A", A="Op == 1"), "Op") == ("A", "M")


def test_the_copy_belongs_to_the_module_that_has_the_instance() -> None:
    scope = scope_of("EXTENDS A", A="INSTANCE B", B="CONSTANT N\nOp == N")
    assert found(scope, "Op") == ("B", "A")


def test_a_local_instance_of_an_extended_module_is_not_seen_outside_it() -> None:
    scope = scope_of("EXTENDS A", A="LOCAL INSTANCE B", B="Op == 1")
    assert found(scope, "Op") is None
    assert found(scope, "Op", "A") == ("B", "A")


def test_a_named_instance_gives_no_plain_names() -> None:
    scope = scope_of("I == INSTANCE A", A="Op == 1")
    assert found(scope, "Op") is None
    assert list(plain_instances(scope.root)) == []


def test_the_names_of_two_instances_come_in_their_order() -> None:
    scope = scope_of("INSTANCE A\nINSTANCE B", A="Op == 1", B="Op == 2")
    several: Iterator[FoundName] = scope.findings("Op", scope.root)
    assert [one.module.name for one in several] == ["A", "B"]


def test_modules_that_instantiate_each_other_are_followed_once() -> None:
    scope = scope_of("INSTANCE A", A="INSTANCE B\nOne == 1", B="INSTANCE A\nTwo == 2")
    assert found(scope, "Two") == ("B", "")
    assert found(scope, "Missing") is None
    assert scope.names(scope.root) == {"One", "Two"}


def test_modules_that_extend_each_other_are_listed_once() -> None:
    scope = scope_of("EXTENDS A, B", A="EXTENDS B\nVARIABLE a", B="CONSTANT b")
    assert [one.name for one in scope.extended(scope.root)] == ["M", "A", "B"]
    assert scope.variables(scope.root) == {"a"}
    assert scope.constants(scope.root) == {"b"}


def test_an_instance_declares_nothing_in_the_module_around_it() -> None:
    scope = scope_of("INSTANCE A WITH N <- 1\nVARIABLE v", A="CONSTANT N\nVARIABLE w")
    assert scope.constants(scope.root) == set()
    assert scope.variables(scope.root) == {"v"}


def test_the_names_of_a_module_are_those_by_extends_and_instance_without_what_is_hidden() -> None:
    scope = scope_of(
        "EXTENDS A\nINSTANCE B\nOwn == 1",
        A="CONSTANT N\nLOCAL INSTANCE C\nFromA == 1",
        B="FromB == 1",
        C="Hidden == 1",
    )
    assert scope.names(scope.root) == {"Own", "N", "FromA", "FromB"}


def test_a_module_inside_hides_a_file_of_its_name() -> None:
    inner = "---- MODULE A ----\nOp == 1\n====\nINSTANCE A\n"
    scope = scope_of(inner, A="Other == 2")
    assert found(scope, "Op") == ("A", "")
    assert found(scope, "Other") is None
    assert scope.files["A"].definitions.keys() == {"Other"}


def test_standard_modules_are_those_that_are_seen_and_no_file_replaces() -> None:
    scope = scope_of(
        "EXTENDS A, Bags\nLOCAL INSTANCE FiniteSets",
        A="EXTENDS TLC\nLOCAL INSTANCE Randomization",
        Bags="Mine == 1",
    )
    seen = scope.standard_modules(scope.root)
    assert {"TLC", "FiniteSets"} <= seen
    assert not {"Bags", "Randomization"} & seen
    assert "Randomization" in scope.standard
    assert "Bags" not in scope.standard


def test_who_uses_a_copy_are_the_module_that_has_it_and_those_above_that_mention_it() -> None:
    scope = scope_of(
        "EXTENDS A\nUse == Op",
        A="EXTENDS B\nQuiet == 1 \\* Op",
        B="INSTANCE C\nAlso == Op + 1",
        C="CONSTANT N\nOp == N",
    )
    one = scope.find("Op", scope.root)
    assert one
    assert one.copied_by
    assert [user.name for user in scope.users("Op", one.copied_by)] == ["M", "B"]


@pytest.mark.parametrize(
    ("body", "times", "expected"),
    [
        ("A == Op + Op", 2, True),
        ("A == Op + Op", 3, False),
        ("A == Opposite", 1, False),
        ("A == 1 \\* Op", 1, False),
        ("(* Op *) A == 1", 1, False),
        ('A == "Op"', 1, False),
    ],
)
def test_a_name_is_mentioned_as_a_whole_word_outside_comments_and_strings(
    body: str, times: int, expected: bool
) -> None:
    assert mentions(file_of("M", body).modules[0], "Op", times) is expected
