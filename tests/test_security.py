"""SECURITY.md is true: each sentence about what is prevented names a test that exists."""

import ast
import re
from functools import cache
from pathlib import Path

import pytest

from moltverify.errors import RegistryError
from moltverify.registry.load import load_registry
from tests.conftest import Run, edit

ROOT = Path(__file__).parents[1]
PAGE = (ROOT / "SECURITY.md").read_text(encoding="utf-8")
[PREVENTED] = re.findall(r"^## What is prevented$(.*?)^## ", PAGE, re.MULTILINE | re.DOTALL)
# A sentence ends before a capital letter; one of its tests may end in a digit and a backquote.
SENTENCE_END = re.compile(r"(?<=[.])\s+(?=[A-Z])")
BULLETS = re.findall(r"^- (.+)$", PREVENTED, re.MULTILINE)
NAMED = sorted(set(re.findall(r"`(tests/[^`]+)`", PAGE)))


@cache
def names_in(file: str) -> set[str]:
    """Return the names of the test functions at the top of a file."""
    tree = ast.parse((ROOT / file).read_text(encoding="utf-8"))
    return {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}


@pytest.mark.parametrize("name", NAMED)
def test_a_test_that_the_page_names_exists(name: str) -> None:
    file, test = name.split("::")
    assert test.startswith("test_")
    assert test in names_in(file), f"SECURITY.md names {name}; give it the new name"


@pytest.mark.parametrize("bullet", BULLETS, ids=lambda bullet: bullet[:50])
def test_every_sentence_about_what_is_prevented_names_a_test(bullet: str) -> None:
    assert [one for one in SENTENCE_END.split(bullet) if "`tests/" not in one] == []


def test_the_page_says_how_to_report_who_is_trusted_and_what_is_open() -> None:
    headings = re.findall(r"^## (.+)$", PAGE, re.MULTILINE)
    assert headings == [
        "Report a vulnerability",
        "Who is trusted with what",
        "What is prevented",
        "What is not prevented",
    ]
    assert len(BULLETS) > 30


@pytest.mark.parametrize(
    "value",
    [
        "!!python/object/apply:os.mkdir [FOLDER]",
        "!!python/object/new:os.mkdir [FOLDER]",
        "!!python/name:os.mkdir Title",
        "!<tag:yaml.org,2002:python/object/apply:os.mkdir> [FOLDER]",
    ],
)
def test_a_tag_of_yaml_makes_no_object(project: Path, value: str) -> None:
    registry, made = project / "specs" / "registry.yaml", project / "made"
    edit(
        registry, "{title: A door with a lock}", f"{{title: {value.replace('FOLDER', str(made))}}}"
    )
    try:
        title: object = load_registry(registry).title
    except RegistryError as error:
        title = str(error)
    assert not made.exists()
    assert title == "Title" or "expected a text" in str(title)


@pytest.mark.nightly  # tests/suite and tests/store show what is believed
@pytest.mark.tlc
def test_a_store_that_comes_with_a_repository_gives_no_verdict(
    project: Path, moltverify: Run, tmp_path: Path
) -> None:
    assert moltverify("run", "door", "--green").returncode == 0
    assert "cached" in moltverify("run", "door", "--green").stdout
    # The same project, with its store, in the hands of another user.
    other = {"MOLTVERIFY_CACHE": str(tmp_path / "other")}
    assert (project / ".moltverify" / "runs").is_dir()
    answer = moltverify("run", "door", "--green", env=other)
    assert answer.returncode == 0
    assert "cached" not in answer.stdout
