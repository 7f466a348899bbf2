"""The pages that the tool writes are fresh, and what is said by hand stays true."""

import re
from pathlib import Path

import pytest

from moltverify.store.cache_folder import VARIABLE
from tests.conftest import Run

ROOT = Path(__file__).parents[1]
# Every page but what is unpacked or installed below hidden folders.
PAGES = [
    page
    for page in sorted(ROOT.rglob("*.md"))
    if not any(part.startswith(".") for part in page.relative_to(ROOT).parts[:-1])
]


# It runs all models, and `moltverify docs` itself is tested on a small registry in tests/cli.
@pytest.mark.nightly
@pytest.mark.tlc
def test_the_pages_about_the_claims_are_fresh(moltverify: Run, session_cache: Path) -> None:
    # Verdicts that this session has come to are its own code's.
    answer = moltverify("docs", "--check", cwd=ROOT, env={VARIABLE: str(session_cache)})
    assert (answer.stdout, answer.stderr, answer.returncode) == ("", "", 0)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_every_link_inside_the_project_leads_somewhere(page: Path) -> None:
    text = re.sub(r"```.*?```", "", page.read_text(encoding="utf-8"), flags=re.DOTALL)
    for target in re.findall(r"\]\(([^)#\s]+)", text):
        if "://" not in target:
            assert (page.parent / target).exists(), f"{page.name} links to {target}"
