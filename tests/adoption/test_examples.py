"""The examples of docs/adopt.md: adopted from nothing, with what the page shows of it."""

import json
import re
import shlex
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from msgspec import Struct

from tests.adoption.trees import digests
from tests.conftest import Run
from tests.test_guides import timeless

pytestmark = pytest.mark.tlc

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "adopt.md").read_text(encoding="utf-8")
SECTIONS = {
    found[1]: section
    for section in re.split(r"^##+ ", PAGE, flags=re.MULTILINE)
    if (found := re.search(r"cp -r examples/(\S+)", section))
}


class Walk(Struct, frozen=True, kw_only=True):
    """What comes of an example: the verdicts by model, the hollow models, and the new files."""

    verdicts: dict[str, str]
    hollow: tuple[str, ...] = ()
    new: tuple[str, ...] = ("registry.yaml",)


WALKS = {
    "adopt-switches": Walk(
        verdicts={
            "charge": "holds in 16 distinct states",
            "charge:bug": "violates the invariant ChargedOnce in 5 states",
            "charge-large": "holds in 49 distinct states",
            "mc-lease": "holds in 41 distinct states",
            "mc-lease@reach": "reaches ~NeverTwoHolders in 3 states",
            "mc-lease:bug": "violates the invariant NewestWriteStays in 5 states",
        },
        hollow=("tla/Charge_large.cfg  only types are checked (TypeOK)",),
        new=(".github/workflows/models.yml", ".pre-commit-config.yaml", "registry.yaml"),
    ),
    "adopt-copies": Walk(
        verdicts={
            "approval": "holds in 21 distinct states",
            "approval:kept": "violates the invariant SecondPerson in 4 states",
            "session": "holds in 7 distinct states",
            "session:late": "violates the assumption",
            "session:negative": "violates the invariant OnlyWhileIn in 4 states",
        },
        hollow=("configs/session-late.cfg  it fails by an assumption, before any state",),
    ),
    "adopt-expect": Walk(
        verdicts={
            "quota": "holds in 3 distinct states",
            "quota:leak": "reaches a deadlock in 5 states",
            "upload": "holds in 8 distinct states",
            "upload:once": "violates the invariant OnlyScanned in 5 states",
            "upload-live": "holds in 8 distinct states",
            "upload-live:lazy": "violates the temporal property Published in 3 states",
        },
        new=("specs/registry.yaml",),
    ),
}


def steps_of(section: str) -> Iterator[tuple[list[str], str]]:
    """Yield each command of a section that is the program's, and what the page shows of it."""
    for block in re.findall(r"```console\n(.*?)```", section, flags=re.DOTALL):
        for step in re.split(r"^\$ ", block, flags=re.MULTILINE):
            typed, _, shown = step.partition("\n")
            if typed.startswith("moltverify "):
                yield shlex.split(typed)[1:], shown


def test_the_page_walks_through_every_example() -> None:
    assert SECTIONS.keys() == WALKS.keys()
    assert {one.name for one in ROOT.glob("examples/adopt-*")} == WALKS.keys()


@pytest.mark.parametrize("name", WALKS)
def test_an_example_is_adopted_as_the_page_shows(
    tmp_path: Path, moltverify: Run, name: str
) -> None:
    walk = WALKS[name]
    root = shutil.copytree(ROOT / "examples" / name, tmp_path / name)
    (root / ".git").mkdir()
    before = digests(root)
    printed = ""
    for words, shown in steps_of(SECTIONS[name]):
        answer = moltverify(*words, cwd=root)
        assert (answer.returncode, answer.stderr) == (0, "")
        assert timeless(answer.stdout) == timeless(shown)
        printed += answer.stdout
    after = digests(root)
    assert {file: after[file] for file in before} == before
    assert tuple(sorted(after.keys() - before.keys())) == walk.new
    assert re.findall(r"^  (\S+\.cfg  .+)$", hollow_part(printed), re.MULTILINE) == [*walk.hollow]
    run = json.loads(moltverify("run", "--json", cwd=root).stdout)
    assert {one["id"]: one["reason"] for one in run["models"]} == walk.verdicts
    written = next(after[file].decode() for file in walk.new if file.endswith("registry.yaml"))
    for lines in re.findall(r"```yaml\n(.*?)```", SECTIONS[name], flags=re.DOTALL):
        assert lines in written


def hollow_part(printed: str) -> str:
    """Return the table of what is hollow; nothing without one."""
    return printed.partition("\nhollow: ")[2].partition("\n\n")[0]
