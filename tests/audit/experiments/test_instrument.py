"""The text of a module with probes: columns stay, places lead back, and TLC sees no difference."""

from pathlib import Path

import pytest

from moltverify.audit.experiments.instrument import (
    InstrumentedText,
    held_module,
    instrumented_text,
    original_place_of,
)
from moltverify.audit.findings.vacuity_conditions import Want, vacuity_marks
from moltverify.tla.parsed_modules import ParsedModules, read_parsed_modules
from moltverify.tla.syntax_tree import first_error, parse
from moltverify.tlc.trace import Place

MODULE = """\
---- MODULE Lamp ----
VARIABLES on, broken
Init == on = FALSE /\\ broken = FALSE
Toggle ==
    /\\ \\/ on
       \\/ broken \\* a comment
    /\\ IF on THEN on' = FALSE ELSE /\\ on' = TRUE
                                   /\\ broken
    /\\ UNCHANGED broken
Spec == Init /\\ [][Toggle]_<<on, broken>>
Dark == broken => ~on
====
"""


def sources_of(folder: Path, module: str = MODULE, checks: str = "INVARIANT Dark") -> ParsedModules:
    (folder / "Lamp.tla").write_bytes(module.encode("utf-8", "surrogateescape"))
    (folder / "Lamp.cfg").write_text(f"SPECIFICATION Spec\n{checks}\n")
    return read_parsed_modules(folder / "Lamp.tla", folder / "Lamp.cfg")


def instrumented(folder: Path, module: str = MODULE) -> InstrumentedText:
    sources = sources_of(folder, module)
    return instrumented_text(sources.root, list(enumerate(vacuity_marks(sources))))


def lines_of(text: InstrumentedText) -> list[str]:
    return text.text.decode("utf-8", "surrogateescape").split("\n")


def test_every_line_has_an_origin(tmp_path: Path) -> None:
    text = instrumented(tmp_path)
    assert len(text.origins) == len(lines_of(text)) > len(MODULE.split("\n"))


def test_the_text_without_probes_is_the_original_but_for_extends(tmp_path: Path) -> None:
    text = instrumented_text(sources_of(tmp_path).root, [])
    head = "---- MODULE Lamp ---- EXTENDS MoltverifyHeld"
    assert lines_of(text) == [head, *MODULE.split("\n")[1:]]


def test_a_module_that_extends_others_extends_the_probes_too(tmp_path: Path) -> None:
    module = MODULE.replace("VARIABLES", "EXTENDS Naturals,\n  FiniteSets\nVARIABLES", 1)
    lines = lines_of(instrumented(tmp_path, module))
    assert lines[1:3] == ["EXTENDS Naturals,", "  FiniteSets, MoltverifyHeld"]


def test_a_probe_stands_before_a_comment_behind_a_list(tmp_path: Path) -> None:
    module = """\
---- MODULE Lamp ----
VARIABLES on, broken
Init == on = FALSE /\\ broken = FALSE
Toggle == on' = ~on /\\ UNCHANGED broken
Spec == Init /\\ [][Toggle]_<<on, broken>>
Dark == \\A lamp \\in {1, 2} :
    /\\ on => broken = FALSE
    /\\ broken /\\ lamp = 1 =>
         /\\ on = TRUE
         /\\ lamp = 2 \\/ ~broken

\\* A comment behind the list, which is no part of it.
Other == on
====
"""
    lines = lines_of(instrumented(tmp_path, module))
    comment = next(place for place, line in enumerate(lines) if "A comment behind" in line)
    assert any("MoltverifyHeld(" in line for line in lines[:comment])
    # Nothing that a probe opened is closed behind the comment.
    assert [line.strip() for line in lines[comment + 1 :]] == ["Other == on", "====", ""]


def test_a_text_that_is_no_module_stays_as_it_is(tmp_path: Path) -> None:
    text = instrumented_text(sources_of(tmp_path, "nothing\n").root, [])
    assert text.text == b"nothing\n"


def test_the_text_with_probes_is_still_a_module(tmp_path: Path) -> None:
    assert first_error(parse(instrumented(tmp_path).text)) is None
    assert first_error(parse(held_module(4).encode())) is None


def test_text_after_a_condition_keeps_its_column(tmp_path: Path) -> None:
    columns = {
        line.index("THEN on'") for line in lines_of(instrumented(tmp_path)) if "THEN on'" in line
    }
    assert columns == {MODULE.split("\n")[6].index("THEN on'")}


def test_the_probe_of_a_wanted_falsehood_is_negated(tmp_path: Path) -> None:
    sources = sources_of(tmp_path)
    marks = [mark for mark in vacuity_marks(sources) if mark.definition.name == "Toggle"]
    for want, sign in ((Want.TRUE, ") /\\ MoltverifyHeld(900"), (Want.FALSE, ") \\/ ~Moltverify")):
        chosen = [(at, mark) for at, mark in enumerate(marks) if mark.want is want]
        text = instrumented_text(sources.root, chosen)
        assert sum(sign in line for line in lines_of(text)) == len(chosen) > 0


def test_the_probe_of_a_body_that_should_be_reached_comes_before_it(tmp_path: Path) -> None:
    module = MODULE.replace("Dark == broken => ~on", "Dark == \\A s \\in {on} : ~s")
    text = " ".join(instrumented(tmp_path, module).text.decode().split())
    assert "\\A s \\in {on} : (MoltverifyHeld(9005) /\\ ( ~s ))" in text


def test_a_probe_in_a_temporal_formula_has_a_variable(tmp_path: Path) -> None:
    module = MODULE.replace("Dark == broken => ~on", "Dark == [](broken => ~on)")
    sources = sources_of(tmp_path, module, "PROPERTY Dark")
    marks = [one for one in enumerate(vacuity_marks(sources)) if one[1].variable]
    text = instrumented_text(sources.root, marks).text.decode()
    assert "MoltverifyHeldIn(9005, broken)" in text
    assert "MoltverifyHeld(9005" not in text


def test_two_marks_of_one_condition_stand_one_around_the_other(tmp_path: Path) -> None:
    text = " ".join(instrumented(tmp_path).text.decode().split())
    condition = "IF (( (( on ) /\\ MoltverifyHeld(9003)) ) \\/ ~MoltverifyHeld(9004)) THEN"
    assert condition in text


def test_a_place_is_translated_to_the_original_text(tmp_path: Path) -> None:
    changed = instrumented(tmp_path)
    lines = lines_of(changed)
    [number] = [at for at, line in enumerate(lines, 1) if "UNCHANGED" in line]
    found = changed.original_place(Place("Lamp", number, 8, number, 23))
    assert found == Place("Lamp", 9, 8, 9, 23)
    [first, *_] = [at for at, line in enumerate(lines, 1) if line.strip() == "broken"]
    column = lines[first - 1].index("broken") + 1
    place = Place("Lamp", first, column, first, column + 5)
    assert changed.original_place(place) == Place("Lamp", 6, 11, 6, 16)


def test_an_inserted_place_has_no_original(tmp_path: Path) -> None:
    changed = instrumented(tmp_path)
    [added, *_] = [
        at for at, line in enumerate(lines_of(changed), 1) if ") /\\ MoltverifyHeld(" in line
    ]
    assert changed.original_place(Place("Lamp", added, 1, added, 9)) is None


def test_a_place_around_a_condition_ends_where_the_condition_ends(tmp_path: Path) -> None:
    changed = instrumented(tmp_path)
    lines = lines_of(changed)
    [first, *_] = [at for at, line in enumerate(lines, 1) if "/\\ \\/ ((" in line]
    [last, *_] = [at for at, line in enumerate(lines, 1) if ") /\\ MoltverifyHeld(9002" in line]
    place = changed.original_place(Place("Lamp", first, 8, last, len(lines[last - 1])))
    assert place == Place("Lamp", 5, 8, 6, 16)


def test_a_module_without_probes_keeps_its_places(tmp_path: Path) -> None:
    place = Place("Other", 3, 4, 3, 9)
    assert original_place_of({"Lamp": instrumented(tmp_path)}, place) == place


@pytest.mark.parametrize("comment", ["\\* caf\udce9 \udcff", "\\* caf\u00e9 \u2265"])
def test_the_bytes_of_comments_stay_what_they_are(tmp_path: Path, comment: str) -> None:
    module = MODULE.replace("\\* a comment", comment)
    text = instrumented(tmp_path, module).text
    assert comment.encode("utf-8", "surrogateescape") in text


def test_the_probes_of_a_model_have_registers_of_their_own() -> None:
    assert "ASSUME \\A i \\in 9001..9005 : TLCSet(i, FALSE)" in held_module(4)
