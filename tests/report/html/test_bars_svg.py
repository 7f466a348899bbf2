"""Bars as SVG: read back as XML, as a browser does."""

from xml.etree import ElementTree

import pytest

from moltverify.report.html.bars_svg import (
    GAP,
    WIDTH,
    Bar,
    BarSection,
    Tick,
    bars_svg,
    svg_text,
)

NAMESPACE = "{http://www.w3.org/2000/svg}"


def picture(*sections: BarSection, says: int = 80) -> ElementTree.Element:
    return ElementTree.fromstring(bars_svg("Times", sections, says))


def all_of(root: ElementTree.Element, name: str) -> list[ElementTree.Element]:
    return root.findall(f"{NAMESPACE}{name}")


def widths(*shares: float, says: int = 80) -> list[float]:
    bars = tuple(Bar(name="a", share=share, says="") for share in shares)
    root = picture(BarSection(head="", bars=bars), says=says)
    return [float(one.attrib["width"]) for one in all_of(root, "rect")]


def test_a_bar_is_as_long_as_its_share_of_the_longest() -> None:
    whole, half = widths(1.0, 0.5)
    assert half == pytest.approx(whole / 2, abs=0.1)
    assert whole == WIDTH - 80 - (8 + 2 * GAP)


def test_the_text_beside_a_bar_takes_its_width_from_the_bars() -> None:
    assert widths(1.0, says=80)[0] - widths(1.0, says=260)[0] == 180


def test_a_bar_of_no_length_can_still_be_seen() -> None:
    assert widths(0.0) == [1.0]


def test_every_bar_has_its_name_and_its_text_and_its_class() -> None:
    bars = (Bar(name="ours", share=1, says="3 s"), Bar(name="other", share=0, says="", kind="bad"))
    root = picture(BarSection(head="Seconds", bars=bars))
    assert [one.text or "" for one in all_of(root, "text")] == [
        "Seconds",
        "ours",
        "3 s",
        "other",
        "",
    ]
    assert [one.attrib["class"] for one in all_of(root, "rect")] == ["ours", "bad"]


def test_sections_stand_below_each_other_and_inside_the_picture() -> None:
    bars = tuple(Bar(name="a", share=1, says="b") for _ in range(3))
    root = picture(BarSection(head="one", bars=bars), BarSection(head="two", bars=bars))
    heights = [float(one.attrib["y"]) for one in all_of(root, "rect")]
    assert heights == sorted(set(heights))
    heads = [one for one in all_of(root, "text") if one.get("class") == "head"]
    assert heights[2] < float(heads[1].attrib["y"]) < heights[3]
    assert heights[-1] + 16 < float(root.attrib["height"])


def test_the_longest_name_decides_where_the_bars_begin() -> None:
    def begin(*names: str) -> set[str]:
        bars = tuple(Bar(name=name, share=1, says="") for name in names)
        return {one.attrib["x"] for one in all_of(picture(BarSection(head="", bars=bars)), "rect")}

    assert begin("a", "abc") == begin("abc") != begin("a")
    assert len(begin("a", "abc")) == 1


def test_ticks_stand_at_their_shares_from_top_to_bottom_of_their_section() -> None:
    ticks = (Tick(0.0, "1"), Tick(1.0, "10"))
    section = BarSection(head="", bars=(Bar(name="a", share=1, says=""),), ticks=ticks)
    root = picture(section)
    bar = all_of(root, "rect")[0].attrib
    left, right = (float(one.attrib["x1"]) for one in all_of(root, "line"))
    assert (left, right - left) == (float(bar["x"]), float(bar["width"]))
    assert all(one.attrib["x1"] == one.attrib["x2"] for one in all_of(root, "line"))
    assert {"1", "10"} <= {one.text for one in all_of(root, "text")}


def test_a_picture_of_nothing_is_still_one_with_a_title() -> None:
    root = picture()
    assert root[0].tag == f"{NAMESPACE}title"
    assert root[0].text == "Times"
    assert all_of(root, "rect") == []


@pytest.mark.parametrize("words", ["<b>&amp;</b>", "]]>", "\x1b[2J\x00", "a\nb", "\u202e"])
def test_words_are_no_markup_and_move_nothing(words: str) -> None:
    section = BarSection(head=words, bars=(Bar(name=words, share=1, says=words),))
    root = ElementTree.fromstring(bars_svg(words, [section]))
    texts = [one.text or "" for one in all_of(root, "text")]
    assert len(texts) == 3
    assert len(set(texts)) == 1
    assert not set(texts[0]) & {"\x1b", "\x00", "\n", "\u202e"}
    assert ElementTree.fromstring(f"<t>{svg_text(words)}</t>").text == texts[0]
