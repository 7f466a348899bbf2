"""What is generated is fresh, and what was recorded is what TLC still says."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.report import sample
from tests.report.samples import PAGES, files, texts

# A model that is cut off may be so before TLC has said its version.
CHANGES = {"run", "started", "seconds", "tools", "logs", "tlc"}


@pytest.mark.parametrize(("file", "content"), list(files()), ids=lambda value: str(value)[-30:])
def test_a_generated_file_is_fresh(file: Path, content: bytes) -> None:
    hint = "run: python -m tests.report.samples"
    assert file.read_bytes().decode() == content.decode(), hint


def test_every_format_page_has_its_sample() -> None:
    # The page for people shows itself in a picture, which differs from browser to browser.
    assert {page.stem for page in PAGES.glob("*.md")} == {name for name, _ in texts()} | {"html"}
    assert (PAGES / "page.png").is_file()


# It runs models of the suite, which `make models` judges; the samples' text is tested above.
@pytest.mark.nightly
@pytest.mark.tlc
def test_tlc_says_again_what_was_recorded(tmp_path: Path) -> None:
    again = json.loads(sample.run_again(tmp_path))
    assert lasting(again) == lasting(json.loads(sample.RECORDED.read_bytes()))


def lasting(content: Any) -> Any:
    """Return what does not change from run to run."""
    if isinstance(content, dict):
        return {name: lasting(value) for name, value in content.items() if name not in CHANGES}
    return [lasting(value) for value in content] if isinstance(content, list) else content
