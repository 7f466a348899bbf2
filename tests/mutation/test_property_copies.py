"""Properties keep the original meaning of an operator that a mutant changes."""

from pathlib import Path

from moltverify.mutation.mutants import MutantGenerator
from moltverify.mutation.property_copies import config_with_copies, property_copies
from moltverify.tla.parsed_modules import ParsedModules
from tests.mutation.parsed import sources_of

SHARED = """\
VARIABLES x, mode
Low(n) == n < 5
TypeOK == x \\in 0 .. 9 /\\ mode \\in {"on", "off"}
Init == x = 0 /\\ mode = "on"
Step == Low(x) /\\ x' = x + 1 /\\ mode' = mode
Next == Step
Fine == Low(x - 1)
Safe == mode = "on" => Fine
Prompt == [][Step => Low(x)]_x
"""
CONFIG = "INIT Init\nNEXT Next\nINVARIANTS TypeOK Safe\nPROPERTY Prompt\n"


def shared(folder: Path, config: str = CONFIG) -> ParsedModules:
    return sources_of(folder, SHARED, config)


def test_the_properties_get_copies_of_all_between_them_and_the_changed_operator(
    tmp_path: Path,
) -> None:
    sources = shared(tmp_path)
    found = property_copies(sources, sources.root.definitions["Low"])
    assert found.names == {"Low", "Fine", "Safe", "Prompt"}


def test_copies_name_copies_and_leave_the_system_alone(tmp_path: Path) -> None:
    mutant = next(
        one for one in MutantGenerator(shared(tmp_path)).mutants() if one.definition.name == "Low"
    )
    text = mutant.modules["M"].decode()
    words = " ".join(text.split())
    assert "Low(n) == n <= 5" in words
    assert "LowMoltverifyIntended (n) == n < 5" in words
    assert "FineMoltverifyIntended == LowMoltverifyIntended (x - 1)" in words
    assert "[][Step => LowMoltverifyIntended (x)]_x" in words
    assert "Step == Low(x)" in words


def test_the_config_checks_the_copies_and_the_types_last(tmp_path: Path) -> None:
    sources = shared(tmp_path)
    config = config_with_copies(sources, property_copies(sources, sources.root.definitions["Low"]))
    assert [one.name for one in config.invariants] == ["SafeMoltverifyIntended", "TypeOK"]
    assert [one.name for one in config.properties] == ["PromptMoltverifyIntended"]


def test_an_action_that_a_property_speaks_of_stays_the_mutated_one(tmp_path: Path) -> None:
    sources = shared(tmp_path)
    assert property_copies(sources, sources.root.definitions["Step"]).names == frozenset()


def test_an_operator_that_no_property_uses_needs_no_copy(tmp_path: Path) -> None:
    sources = sources_of(tmp_path, SHARED.replace("Fine == Low(x - 1)", "Fine == x < 6"))
    assert property_copies(sources, sources.root.definitions["Low"]).names == frozenset()


def test_an_operator_of_another_module_has_its_copy_there(tmp_path: Path) -> None:
    text = SHARED.replace("Low(n) == n < 5\n", "")
    sources = sources_of(tmp_path, text, CONFIG, Levels="EXTENDS Naturals\nLow(n) == n < 5")
    assert set(sources.by_name) == {"M", "Levels"}
    found = property_copies(sources, sources.by_name["Levels"].definitions["Low"])
    assert {module: len(edits) for module, edits in found.edits.items()} == {"Levels": 1, "M": 3}


def test_an_infix_operator_has_no_copy(tmp_path: Path) -> None:
    text = SHARED.replace("Low(n) == n < 5", "a \\prec b == a < b").replace("Low(x)", "x \\prec 5")
    sources = sources_of(tmp_path, text.replace("Low(x - 1)", "x \\prec 6"), CONFIG)
    assert property_copies(sources, sources.root.definitions["\\prec"]).names == frozenset()


def test_a_replaced_operator_has_no_copy(tmp_path: Path) -> None:
    sources = shared(tmp_path, f"{CONFIG}CONSTANT Low <- Low2\n")
    assert property_copies(sources, sources.root.definitions["Low"]).names == frozenset()
