"""The site and the page of the bundled suite: small, whole, and without a dead link."""

import subprocess
import sys
from pathlib import Path

import pytest

from moltverify.store.cache_folder import VARIABLE
from tests.conftest import Finished
from tests.report.elements import read_html
from tests.site.test_whole_site import LARGEST, links, resolved

ROOT = Path(__file__).parents[2]
LARGEST_REPORT = 2_000_000  # bytes of the page with all claims


def program(environment: dict[str, str], *arguments: str) -> Finished:
    """Run the program on the bundled suite, for as long as all models take."""
    return subprocess.run(
        [sys.executable, "-m", "moltverify", *arguments],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


# It runs all models, unless the session has their verdicts already.
@pytest.mark.campaign
@pytest.mark.tlc
def test_its_pages_are_small_and_every_link_leads_to_a_file(
    environment: dict[str, str], session_cache: Path, tmp_path: Path
) -> None:
    store, public, page = tmp_path / "store", tmp_path / "public", tmp_path / "page.html"
    where = {**environment, VARIABLE: str(session_cache)}
    ran = program(where, "run", "--no-traces", "--store", str(store), "--report", f"html={page}")
    assert (ran.returncode, ran.stderr) == (0, "")
    assert page.stat().st_size < LARGEST_REPORT
    made = program(where, "site", "--output", str(public), "--store", str(store))
    assert (made.returncode, made.stderr) == (0, "")
    pages = [one for one in public.rglob("*.html") if one.stat().st_size]
    assert max(one.stat().st_size for one in pages) < LARGEST
    for one in pages:
        path = one.relative_to(public).as_posix()
        for address in links(read_html(one.read_bytes())):
            target = address.partition("#")[0].partition("?")[0]
            if target and "://" not in target and not target.startswith("data:"):
                assert (public / resolved(path, target)).is_file(), f"{path} links to {address}"
