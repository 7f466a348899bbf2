"""Draws docs/run.svg, the README's picture: real output of a real run, made by the tool's own code.

Run it from the checkout: `.venv/bin/python docs/make_picture.py`
"""

import os
from io import StringIO
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Event

from rich.console import Console
from rich.terminal_theme import MONOKAI, TerminalTheme

from moltverify.conformance.known_drift import known_drifts
from moltverify.registry.load import load_registry
from moltverify.registry.select import select
from moltverify.report.terminal.console import Show, print_claim
from moltverify.report.terminal.terminal import THEME
from moltverify.running.toolchain import find_toolchain
from moltverify.suite import loop as suite

ROOT = Path(__file__).parents[1]
CLAIM = "pairing-race"
SHOWN = [CLAIM, f"{CLAIM}@newcomer-refused", f"{CLAIM}:unlocked"]
BACKGROUND, FOREGROUND = (16, 20, 27), (214, 220, 228)

# rich's own picture loads a font from the network; this one uses what the reader has.
FORMAT = """<svg viewBox="0 0 {width} {height}" xmlns="http://www.w3.org/2000/svg">
<style>
.{unique_id}-matrix {{
  font: {char_height}px/{line_height}px ui-monospace, Menlo, "DejaVu Sans Mono", monospace;
}}
{styles}
</style>
<defs>
<clipPath id="{unique_id}-clip-terminal">
<rect x="0" y="0" width="{terminal_width}" height="{terminal_height}" />
</clipPath>
{lines}
</defs>
{chrome}
<g transform="translate({terminal_x}, {terminal_y})" clip-path="url(#{unique_id}-clip-terminal)">
{backgrounds}
<g class="{unique_id}-matrix">
{matrix}
</g>
</g>
</svg>
"""


def main() -> None:
    """Run the models and draw what `moltverify run` prints of them."""
    registry = load_registry(ROOT / "specs" / "registry.yaml")
    with TemporaryDirectory() as name:
        settings = suite.SuiteSettings(
            toolchain=find_toolchain(None, os.environ), folder=Path(name) / "run", jobs=2
        )
        results = suite.check_models(select(registry, SHOWN[1:]), settings, Event(), lambda _: None)
        [green] = suite.check_models(
            [registry.claim(CLAIM).models[0]], settings, Event(), lambda _: None
        )
    console = Console(record=True, width=96, theme=THEME, file=StringIO())
    show = Show(about=True, drifts=known_drifts(registry))
    print_claim(console, registry.claim(CLAIM), [green, *results], show)
    theme = TerminalTheme(BACKGROUND, FOREGROUND, [MONOKAI.ansi_colors[n] for n in range(8)])
    picture = console.export_svg(
        title=f"moltverify run {CLAIM}", theme=theme, code_format=FORMAT, unique_id="run"
    )
    (ROOT / "docs" / "run.svg").write_text(picture, encoding="utf-8")


if __name__ == "__main__":
    main()
