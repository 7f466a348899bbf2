"""Reports about a claim that has an id and models, and no title, sentence or phrase."""

from pathlib import Path

import pytest

from tests.conftest import Finished, Run

pytestmark = pytest.mark.tlc

MODULE = """\
---- MODULE Lock ----
EXTENDS Naturals, Sequences
CONSTANT Attack
VARIABLES owner, queue
Init == owner = "none" /\\ queue = <<>>
Ask(w) == Len(queue) < 1 /\\ queue' = Append(queue, w) /\\ UNCHANGED owner
Grant(w) ==
  /\\ queue # <<>>
  /\\ Head(queue) = w
  /\\ owner = "none" \\/ Attack
  /\\ owner' = w
  /\\ queue' = <<>>
Leave == owner # "none" /\\ owner' = "none" /\\ UNCHANGED queue
Next == Leave \\/ \\E w \\in {"w1", "w2"} : Ask(w) \\/ Grant(w)
Spec == Init /\\ [][Next]_<<owner, queue>>
Kept == [][owner = "none" \\/ owner' = "none"]_owner
====
"""
CONFIG = "SPECIFICATION Spec\nPROPERTY Kept\nCONSTANT Attack = "
REGISTRY = """\
claims:
  - id: lock
    green: {module: Lock.tla, config: Lock.cfg}
    reds:
      - {id: bug, module: Lock.tla, config: Bug.cfg, violates: Kept, kind: action property}
"""
STORY = """\
lock
  ✓ green           holds in 9 distinct states
  ✓ red      bug    violates the action property Kept in 5 states

      Differs: Attack is TRUE instead of FALSE

      1  The initial state
           owner  "none"
           queue  <<>>
      2  Ask("w1")
           queue  + "w1"
      3  Grant("w1")
           owner  "none" -> "w1"
           queue  - "w1"
      4  Ask("w2")
           queue  + "w2"
      5  Grant("w2")
           owner  "w1" -> "w2"
           queue  - "w2"
         Action property Kept is broken by the step from state 4 to 5.


1 claim, 2 models: 2 as expected"""


@pytest.fixture
def plain(tmp_path: Path) -> Path:
    """A folder with a registry of one claim without texts."""
    specs = tmp_path / "plain" / "specs"
    specs.mkdir(parents=True)
    (specs / "Lock.tla").write_text(MODULE)
    (specs / "Lock.cfg").write_text(f"{CONFIG}FALSE\n")
    (specs / "Bug.cfg").write_text(f"{CONFIG}TRUE\n")
    (specs / "registry.yaml").write_text(REGISTRY)
    return specs.parent


def without_times(answer: Finished) -> list[str]:
    """Return the lines of a run without what each model took, and without its duration."""
    ends = (" s", "cached")
    lines = (
        line.rpartition("  ")[0].rstrip() if line.endswith(ends) and "  ✓" in line else line
        for line in answer.stdout.splitlines()
    )
    return [line.partition(", all cached")[0].partition(" in ")[0] for line in lines]


def test_a_claim_without_texts_is_told_by_its_ids_and_actions(moltverify: Run, plain: Path) -> None:
    reports = [f"--report={name}={name}" for name in ("html", "markdown", "junit", "sarif")]
    answer = moltverify("run", *reports, cwd=plain, env={"COLUMNS": "80"})
    assert (answer.returncode, answer.stderr) == (0, "")
    expected = [line.partition(" in ")[0] for line in STORY.splitlines()]
    assert without_times(answer) == expected
    wide = moltverify("run", cwd=plain, env={"COLUMNS": "120"})
    assert without_times(wide) == expected
    markdown = (plain / "markdown").read_text()
    assert "| ✅ | <code>lock</code> | holds in 9 distinct states |" in markdown
    assert "<code>lock:<!-- -->bug</code> violates the action property Kept" in markdown
    junit = (plain / "junit").read_text()
    assert "<system-out>1  The initial state" in junit
    page = (plain / "html").read_text()
    assert page.count("<h3>lock</h3>") == 1
    assert "Claims without a group" not in page
    assert 'class="terms"' not in page
    assert "<code>Grant(&#34;w2&#34;)</code>" in page
    assert "<code>bug</code> violates" not in page
    listed = moltverify("list", cwd=plain)
    assert listed.stdout.splitlines()[:2] == ["  ✓ lock", "          reds: bug"]
