"""A sweep in the terminal and as a picture, from data made by hand."""

import io
from xml.etree import ElementTree

import pytest

from moltverify.registry.records import Role
from moltverify.report.html.bars_svg import Bar, BarSection, bars_svg
from moltverify.report.html.sweep_svg import sweep_svg
from moltverify.report.terminal.sweep_text import print_sweep
from moltverify.report.terminal.terminal import make_console
from moltverify.sweep.ranges import Instance, Setting
from moltverify.sweep.results import (
    InstanceRow,
    InstanceStatus,
    ModelSweep,
    SweepResult,
    SweptConstant,
)

SVG = "{http://www.w3.org/2000/svg}"


def at(*sizes: int) -> Instance:
    return Instance(tuple(map(Setting, ("Cap", "Senders"), sizes)))


def row(
    instance: Instance,
    status: InstanceStatus,
    text: str,
    distinct: int | None,
    length: int | None = None,
) -> InstanceRow:
    return InstanceRow(
        instance=instance, status=status, text=text, distinct=distinct, seconds=0.5, length=length
    )


RED = ModelSweep(
    id="door:open\x1b[31m",
    role=Role.RED,
    sentence="Everybody\x1b[31m may enter.",
    registered=at(2, 2),
    rows=(
        row(at(1, 1), InstanceStatus.EXCLUDED, "excluded: an ASSUME is false here", None),
        row(at(1, 2), InstanceStatus.HOLDS, "holds", 90),
        row(at(1, 3), InstanceStatus.BREAKS, "breaks in 4 states", 1234, 4),
        row(at(2, 1), InstanceStatus.UNDECIDED, "not decided: timeout", 20_000),
        row(at(2, 2), InstanceStatus.BREAKS, "breaks in 3 states", 12, 3),
        row(at(2, 3), InstanceStatus.ERROR, f"evaluation: {'TLC said a long word or two ' * 4}", 7),
    ),
    missing=(at(3, 3),),
)
RESULT = SweepResult(
    claim="door",
    title="Nobody is inside without the key",
    constants=(SweptConstant("Cap"), SweptConstant("Senders", ("a", "b", "b2"), ("b2",))),
    models=(RED,),
    seconds=3.25,
)


def shown(result: SweepResult, width: int, colour: bool = False) -> str:
    stream = io.StringIO()
    print_sweep(make_console(stream, colour, {"COLUMNS": str(width)}), result)
    return stream.getvalue()


def test_a_sweep_is_a_table_a_plot_and_a_conclusion() -> None:
    assert shown(RESULT, 80).splitlines() == [
        "door  Nobody is inside without the key",
        "  Senders counts elements: a, b; invented: b2",
        "",
        "door:open\\x1b[31m  red",
        "  Everybody\\x1b[31m may enter.",
        "  Cap  Senders   states  growth  depth  seconds  verdict",
        "    1        1        -              -      0.5  excluded: an ASSUME is false",
        "                                                 here",
        "    1        2       90              -      0.5  holds",
        "    1        3    1,234              -      0.5  breaks in 4 states",
        "    2        1  20,000+              -      0.5  not decided: timeout",
        "    2        2       12              -      0.5  breaks in 3 states",
        "    2        3       7+              -      0.5  evaluation: TLC said a long",
        "                                                 word or two TLC said a long",
        "                                                 word or two TLC said a long",
        "                                                 word or two TLC said a long",
        "                                                 word or two",
        "  not run: Cap=3, Senders=3",
        "",
        "  distinct states, logarithmic: # holds, x breaks, ? neither",
        "  Cap=1, Senders=1 | -",
        f"  Cap=1, Senders=2 |{'#' * 20} 90",
        f"  Cap=1, Senders=3 |{'x' * 32} 1,234",
        f"  Cap=2, Senders=1 |{'?' * 44} 20,000+",
        f"  Cap=2, Senders=2 |{'x' * 11} 12",
        f"  Cap=2, Senders=3 |{'?' * 9} 7+",
        "                   1        10       100      1,000    10,000   100,000",
        "  smallest instances that break: Cap=1, Senders=3; counterexample of 4 states;",
        "    or Cap=2, Senders=2; counterexample of 3 states",
        "  smaller ones that are not decided: Cap=2, Senders=1",
        "",
        "1 model, 6 instances: 1 hold, 2 break, 1 excluded, 1 not decided, 1 failed, 1 ",
        "not run in 3.2 s",
    ]


@pytest.mark.parametrize("width", [40, 80, 120])
def test_nothing_is_wider_than_the_terminal_and_colour_adds_no_words(width: int) -> None:
    plain = shown(RESULT, width)
    if width >= 80:
        assert max(map(len, plain.splitlines())) <= width
    coloured = shown(RESULT, width, colour=True)
    assert "\x1b[31m" not in plain
    assert strip(coloured) == plain


def strip(text: str) -> str:
    from rich.text import Text  # noqa: PLC0415 - one test needs it

    return "\n".join(Text.from_ansi(line).plain for line in text.split("\n"))


def test_a_green_says_that_it_holds_everywhere() -> None:
    rows = (
        row(at(1, 1), InstanceStatus.HOLDS, "holds", 1),
        row(at(1, 2), InstanceStatus.HOLDS, "holds", 0),
    )
    green = ModelSweep(id="door", role=Role.GREEN, sentence="", registered=at(1, 1), rows=rows)
    text = shown(SweepResult(claim="d", title="", constants=(), models=(green,), seconds=0), 80)
    assert "holds in 2 of 2 instances" in text


def test_the_picture_has_a_bar_per_instance_and_nothing_that_acts() -> None:
    svg = sweep_svg(RESULT)
    root = ElementTree.fromstring(svg)
    bars = root.findall(f"{SVG}rect")
    assert [bar.get("class") for bar in bars] == ["other", "ours", "bad", "other", "bad", "other"]
    widths = [float(bar.get("width", "0")) for bar in bars]
    assert widths[4] < widths[1] < widths[2] < widths[3]
    assert "\x1b" not in svg
    assert all(float(bar.get("x", "0")) + float(bar.get("width", "0")) < 700 for bar in bars)


def test_markup_in_a_name_stays_text() -> None:
    section = BarSection(head="<b>", bars=(Bar(name="<script>", share=1.0, says="&"),))
    root = ElementTree.fromstring(bars_svg("<t>", [section]))
    assert {one.tag for one in root} == {
        f"{SVG}{tag}" for tag in ("title", "style", "text", "rect")
    }
    assert [one.text for one in root.findall(f"{SVG}text")] == ["<b>", "<script>", "&"]
