"""Draws docs/serve/*.png: a claim that runs, and a model with an error, seen in Chromium.

Run it from the checkout, after `make models`, where there is a sandbox:
`.venv/bin/python -m docs.make_service_pictures`
"""

import os
import shutil
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from moltverify.store.runs import FOLDER
from tests.cli.processes import wait_until
from tests.report.browser import Page, browsing, find_chromium
from tests.serve.served import Service, serving

ROOT = Path(__file__).parents[1]
PICTURES = ROOT / "docs" / "serve"
CLAIM = "pairing-race"
# So that a row says how many states there are while others wait or run.
COUNTED = "!!document.querySelector('.progress td.n')?.textContent"
MODULE = """---- MODULE Turnstile ----
EXTENDS Naturals

VARIABLES coins, people

Init == coins = 0 /\\ people = 0
Pay == coins < 3 /\\ coins' = coins + 1 /\\ UNCHANGED people
Pass == people < coin /\\ people' = people + 1 /\\ UNCHANGED coins
Next == Pay \\/ Pass

Paid == people <= coins
====
"""
CONFIG = "INIT Init\nNEXT Next\nINVARIANT Paid\nCHECK_DEADLOCK FALSE\n"


def draw_running_claim(page: Page, service: Service) -> None:
    """Take the picture of a claim while its models run."""
    page.look(1280, 780, "light")
    page.open(f"{service.url}claims/{CLAIM}.html")
    page.click("#live button")
    wait_until(lambda: [1] if page.run(COUNTED) else [])
    page.run("document.getElementById('live').scrollIntoView({block: 'center'})")
    page.screenshot(PICTURES / "running.png")


def draw_wrong_model(page: Page, service: Service) -> None:
    """Take the picture of a model whose error TLC has found."""
    page.look(1280, 1000, "dark")
    page.open(f"{service.url}own.html")
    for name, text in (("module", MODULE), ("config", CONFIG)):
        page.run(f"document.getElementById('{name}').value = {text!r}")
    page.run("document.querySelector('[data-own]').requestSubmit()")
    wait_until(lambda: [1] if page.run("!!document.querySelector('[data-problems] li')") else [])
    page.run("scrollTo(0, document.body.scrollHeight)")
    page.screenshot(PICTURES / "own.png")


def main() -> None:
    """Start a service about a copy of the claims and take the pictures."""
    chromium = find_chromium()
    if chromium is None or not (ROOT / FOLDER / "runs").is_dir():
        sys.exit("this needs chromium, and a recorded run: make models")
    PICTURES.mkdir(exist_ok=True)
    with TemporaryDirectory() as name:
        copy = Path(name) / "checkout"
        shutil.copytree(ROOT / "specs", copy / "specs")
        shutil.copytree(ROOT / FOLDER / "runs", copy / FOLDER / "runs")
        with (
            serving(copy, dict(os.environ)) as service,
            browsing(chromium, Path(name) / "profile") as page,
        ):
            draw_running_claim(page, service)
            draw_wrong_model(page, service)


if __name__ == "__main__":
    main()
