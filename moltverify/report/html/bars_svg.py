"""Horizontal bars as SVG, with a name on the left and a text on the right of each bar."""

from collections.abc import Iterator, Sequence
from xml.sax.saxutils import escape

from msgspec import Struct

from moltverify.report.story.escaping import inert_line

ROW, WIDTH, BAR = 26, 860, 16  # pixels
GAP = 8  # pixels between a bar and the words beside it
SAYS = 80  # pixels to the right of the longest bar, for its text
CHARACTER = 8  # pixels of an average character of 13 pixels' height
STYLE = (
    "text{font:13px system-ui,sans-serif;fill:#57606a}.head{font-weight:600}"
    "rect{fill:#0969da}rect.other{fill:#afb8c1}rect.bad{fill:#cf222e}"
    "line{stroke:#afb8c1;stroke-dasharray:2 3}"
)


class Bar(Struct, frozen=True, kw_only=True):
    """One bar: its share of the longest one's length, 0 to 1; `kind` is a class of STYLE."""

    name: str
    share: float
    says: str
    kind: str = "ours"


class Tick(Struct, frozen=True):
    """A mark on the scale: at which share of the longest bar, and its text."""

    share: float
    says: str


class BarSection(Struct, frozen=True, kw_only=True):
    """Bars under a heading, over a scale if there are ticks."""

    head: str
    bars: tuple[Bar, ...]
    ticks: tuple[Tick, ...] = ()


def bars_svg(title: str, sections: Sequence[BarSection], says: int = SAYS) -> str:
    """Return the sections as one picture; `says` is the width for texts beside bars, in pixels."""
    names = [len(bar.name) for section in sections for bar in section.bars]
    # SVG cannot measure text, so the width of names is estimated from their characters.
    left = int(max(names, default=0) * CHARACTER) + 2 * GAP
    lines: list[str] = []
    top = ROW
    for section in sections:
        lines.append(f'<text x="{GAP}" y="{top}" class="head">{svg_text(section.head)}</text>')
        bottom = top + ROW * len(section.bars)
        lines += scale(section, left, WIDTH - left - says, (top + GAP, bottom + GAP))
        for bar in section.bars:
            top += ROW
            lines += bar_lines(bar, top, left, WIDTH - left - says)
        top += 2 * ROW
    size = f'width="{WIDTH}" height="{top}" viewBox="0 0 {WIDTH} {top}"'
    head = f'<svg xmlns="http://www.w3.org/2000/svg" {size} role="img">'
    # Some viewers show a title only if it is the first child (SVG 1.1, section 5.4).
    return "\n".join(
        [head, f"<title>{svg_text(title)}</title><style>{STYLE}</style>", *lines, "</svg>\n"]
    )


def bar_lines(bar: Bar, top: int, left: int, room: int) -> Iterator[str]:
    """Yield one bar with its name and its text."""
    # A bar of no width would not be drawn at all.
    length = max(1.0, room * bar.share)
    yield f'<text x="{left - GAP}" y="{top}" text-anchor="end">{svg_text(bar.name)}</text>'
    yield (
        f'<rect x="{left}" y="{top - BAR + 4}" width="{length:.1f}" height="{BAR}"'
        f' class="{bar.kind}"/>'
    )
    yield f'<text x="{left + length + GAP:.1f}" y="{top}">{svg_text(bar.says)}</text>'


def scale(section: BarSection, left: int, room: int, reach: tuple[int, int]) -> Iterator[str]:
    """Yield the lines and figures of a section's scale, from one height to the other."""
    for tick in section.ticks:
        at = left + room * tick.share
        yield f'<line x1="{at:.1f}" x2="{at:.1f}" y1="{reach[0]}" y2="{reach[1]}"/>'
        below = reach[1] + BAR - 2
        yield f'<text x="{at:.1f}" y="{below}" text-anchor="middle">{svg_text(tick.says)}</text>'


def svg_text(words: str) -> str:
    """Return words that cannot be markup, with control characters made visible.

    Only for text between tags: quotes stay.
    """
    return escape(inert_line(words))
