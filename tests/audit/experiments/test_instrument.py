"""The text of a module with noting conditions: columns stay, and places lead back."""

from pathlib import Path

from moltverify.audit.experiments.instrument import instrumented_text
from moltverify.audit.findings.vacuity_conditions import Want, vacuity_marks
from moltverify.tla.parsed_modules import ParsedModules, read_parsed_modules
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


def sources_of(folder: Path) -> ParsedModules:
    """Read the module above."""
    (folder / "Lamp.tla").write_text(MODULE)
    (folder / "Lamp.cfg").write_text("SPECIFICATION Spec\nINVARIANT Dark\n")
    return read_parsed_modules(folder / "Lamp.tla", folder / "Lamp.cfg")


def test_alternatives_conditions_and_left_sides_are_marked(tmp_path: Path) -> None:
    found = [
        (mark.definition.name, mark.want, mark.node.text)
        for mark in vacuity_marks(sources_of(tmp_path))
    ]
    assert sorted(found, key=str) == [
        ("Dark", Want.TRUE, b"broken"),
        ("Toggle", Want.FALSE, b"on"),
        ("Toggle", Want.TRUE, b"broken"),
        ("Toggle", Want.TRUE, b"on"),
        ("Toggle", Want.TRUE, b"on"),
    ]


def test_what_is_behind_a_condition_keeps_its_column(tmp_path: Path) -> None:
    sources = sources_of(tmp_path)
    text = instrumented_text(sources.root, list(enumerate(vacuity_marks(sources)))).text.decode()
    columns = {line.index("THEN on'") for line in text.split("\n") if "THEN on'" in line}
    assert columns == {MODULE.split("\n")[6].index("THEN on'")}


def test_a_place_leads_back_to_the_text(tmp_path: Path) -> None:
    sources = sources_of(tmp_path)
    changed = instrumented_text(sources.root, list(enumerate(vacuity_marks(sources))))
    lines = changed.text.decode().split("\n")
    [number] = [at for at, line in enumerate(lines, 1) if "UNCHANGED" in line]
    assert changed.original_place(Place("Lamp", number, 8, number, 23)) == Place(
        "Lamp", 9, 8, 9, 23
    )
    [first, *_] = [at for at, line in enumerate(lines, 1) if line.strip() == "broken"]
    column = lines[first - 1].index("broken") + 1
    place = Place("Lamp", first, column, first, column + 5)
    assert changed.original_place(place) == Place("Lamp", 6, 11, 6, 16)
    [added, *_] = [at for at, line in enumerate(lines, 1) if ") /\\ MoltverifyHeld(" in line]
    assert changed.original_place(Place("Lamp", added, 1, added, 9)) is None
