"""The modules of a model: which they are, and what a name means in them."""

import shutil
from pathlib import Path

import pytest

from moltverify.errors import UsageError
from moltverify.tla.module import Definition
from moltverify.tla.parsed_modules import (
    ParsedModules,
    module_closure,
    module_texts,
    read_parsed_modules,
    references,
)
from tests.tla.modules import write_module

CONFIG = "INIT Init\nNEXT Next\n"
SYSTEM = """EXTENDS Naturals, Base
CONSTANT Limit
VARIABLE x
a \\prec b == a < b
Small == x \\prec Limit
Twice(n) == n + n
Init == x = Zero
Step == x' = Twice(x)
Next == Small /\\ Step
Fair == WF_x(Step)
Spec == Init /\\ [][Next]_x /\\ Fair
Alone == TRUE
"""


@pytest.fixture
def sources(tmp_path: Path) -> ParsedModules:
    """A model of two modules."""
    write_module(tmp_path, "Base", "VARIABLE y\nCONSTANT Least\nZero == 0\nTwice(n) == 2 * n")
    return read(write_module(tmp_path, "M", SYSTEM))


def read(module: Path, config: str = CONFIG) -> ParsedModules:
    file = module.with_suffix(".cfg")
    file.write_text(config)
    return read_parsed_modules(module, file)


def named(sources: ParsedModules, name: str) -> Definition:
    found = sources.definition(name)
    assert found
    return found


def stems(module: Path, *libraries: Path) -> list[str]:
    return [file.file.stem for file in module_closure(module, libraries)]


def test_the_root_and_what_it_extends_declare_the_variables(sources: ParsedModules) -> None:
    assert [module.name for module in sources.modules] == ["M", "Base"]
    assert sources.root.name == "M"
    assert sources.variables == {"x", "y"}
    assert sources.constants == {"Limit", "Least"}


def test_an_instance_has_its_own_variables(tmp_path: Path) -> None:
    write_module(tmp_path, "Other", "VARIABLE z\nA == z")
    model = read(write_module(tmp_path, "M", "VARIABLE x\nI == INSTANCE Other WITH z <- x"))
    assert (model.variables, [module.name for module in model.own]) == ({"x"}, ["M"])
    assert set(model.by_name) == {"M", "Other"}


def test_extending_in_circles_ends(tmp_path: Path) -> None:
    write_module(tmp_path, "B", "EXTENDS A")
    assert stems(write_module(tmp_path, "A", "EXTENDS B")) == ["A", "B"]


def test_a_name_means_the_definition_of_the_nearest_module(sources: ParsedModules) -> None:
    assert named(sources, "Twice").module == "M"
    near = sources.definition("Twice", near="Base")
    assert near
    assert near.module == "Base"
    assert named(sources, "Zero").module == "Base"
    assert sources.definition("Missing") is None


def test_a_config_replaces_what_a_name_means(tmp_path: Path) -> None:
    module = write_module(tmp_path, "M", "A == 1\nB == 2")
    assert named(read(module, "CONSTANT A <- B"), "A").name == "B"
    assert named(read(module), "A").name == "A"


def test_what_an_expression_names_is_found_through_other_definitions(
    sources: ParsedModules,
) -> None:
    reached = sources.reachable([named(sources, "Spec")])
    assert {one.name for one in reached} == {
        *("Spec", "Init", "Zero", "Next", "Small", "\\prec", "Step", "Twice", "Fair"),
    }
    assert [one.name for one in sources.mentioned(named(sources, "Next").body)] == ["Small", "Step"]


def test_recursion_ends(tmp_path: Path) -> None:
    model = read(write_module(tmp_path, "M", "RECURSIVE A(_)\nA(n) == B(n)\nB(n) == A(n)"))
    assert {one.name for one in model.reachable([named(model, "A")])} == {"A", "B"}


@pytest.mark.parametrize(
    ("name", "action", "temporal", "variable"),
    [
        ("Small", False, False, True),
        ("Step", True, False, True),
        ("Next", True, False, True),
        ("Fair", True, True, True),
        ("Spec", True, True, True),
        ("Zero", False, False, False),
        ("Alone", False, False, False),
    ],
)
def test_what_a_formula_speaks_of_is_found_through_definitions(
    sources: ParsedModules, name: str, action: bool, temporal: bool, variable: bool
) -> None:
    body = named(sources, name).body
    found = (sources.uses_action(body), sources.is_temporal(body), sources.uses_variable(body))
    assert found == (action, temporal, variable)


def test_references_are_names_and_operators(sources: ParsedModules) -> None:
    assert list(references(named(sources, "Small").body)) == ["\\prec", "x", "Limit"]


def test_modules_are_looked_for_beside_the_root_and_then_in_libraries(tmp_path: Path) -> None:
    library = tmp_path / "library"
    library.mkdir()
    write_module(library, "B", "EXTENDS C")
    write_module(library, "C")
    write_module(tmp_path, "C")
    files = module_closure(write_module(tmp_path, "A", "EXTENDS B"), (library,))
    assert [file.file for file in files] == [
        tmp_path / "A.tla",
        library / "B.tla",
        tmp_path / "C.tla",
    ]


@pytest.mark.parametrize(
    ("body", "modules"),
    [
        ("\\* INSTANCE B", ["A"]),
        ('C == "INSTANCE B"', ["A"]),
        ("---- MODULE B ----\n====\nINSTANCE B", ["A"]),
        ("C == LET I == INSTANCE B IN 1", ["A", "B"]),
        # What the parser cannot read may use what its text names.
        ("C == )\n\\* INSTANCE B", ["A", "B"]),
    ],
)
def test_a_module_is_read_if_the_code_uses_it(
    tmp_path: Path, body: str, modules: list[str]
) -> None:
    write_module(tmp_path, "B")
    assert stems(write_module(tmp_path, "A", body)) == modules


def test_a_file_in_place_of_a_standard_module_is_read_if_another_uses_it(tmp_path: Path) -> None:
    write_module(tmp_path, "Naturals", "Nat == {}")
    assert stems(write_module(tmp_path, "A", "EXTENDS Integers")) == ["A", "Naturals"]
    assert stems(write_module(tmp_path, "B")) == ["B"]


def test_a_file_without_a_module_stands_for_one_of_its_name(tmp_path: Path) -> None:
    (tmp_path / "B.tla").write_text("no module")
    model = read(write_module(tmp_path, "A", "EXTENDS B"))
    lost = model.by_name["B"]
    assert (lost.error_line, lost.definitions, lost.tree.children) == (1, {}, [])
    assert model.root.error_line is None


def test_the_texts_of_a_model_are_its_files_with_blanks_for_tabs(tmp_path: Path) -> None:
    write_module(tmp_path, "B", "\tY == 1\n---- MODULE Inner ----\n====")
    model = read(write_module(tmp_path, "A", "EXTENDS B"))
    texts = module_texts(model)
    assert set(texts) == {"A", "B"}
    assert b"        Y == 1" in texts["B"]


def test_a_config_that_tlc_cannot_read_is_an_error_with_its_place(tmp_path: Path) -> None:
    module = write_module(tmp_path, "A")
    with pytest.raises(UsageError, match=r"A\.cfg: line 1, column 1: expected a keyword"):
        read(module, "NONSENSE")


def test_a_module_that_is_not_there_is_an_error_of_the_system(tmp_path: Path) -> None:
    module = write_module(tmp_path, "A")
    (tmp_path / "A.cfg").write_text(CONFIG)
    shutil.move(module, tmp_path / "B.tla")
    with pytest.raises(FileNotFoundError):
        read_parsed_modules(module, tmp_path / "A.cfg")
