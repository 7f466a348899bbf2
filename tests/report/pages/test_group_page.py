"""A page per group of claims."""

from pathlib import Path

import pytest
from msgspec.structs import replace

from moltverify.conformance.drift_record import FORMAT, Recorded
from moltverify.conformance.records import Status
from moltverify.registry.expectation import MustReach
from moltverify.registry.load import load_registry
from moltverify.registry.records import Implementation, Registry
from moltverify.report.pages.group_page import group_page, link
from moltverify.suite.results import ModelResult
from tests import made
from tests.report.html.test_page_further import DRIFT

RESULTS: dict[str, ModelResult] = {
    "door": made.green(),
    "door@let-in": replace(
        made.red("door@let-in"), sentence="The owner gets in", expectation=MustReach("OwnerInside")
    ),
    "door:unlocked": made.red(),
}


@pytest.fixture
def registry(project: Path) -> Registry:
    return load_registry(project / "specs" / "registry.yaml")


def page(registry: Registry, folder: Path) -> str:
    return group_page(registry, registry.groups[0], RESULTS, folder)


def test_the_page_says_what_is_claimed_and_how_it_breaks(registry: Registry, project: Path) -> None:
    text = page(registry, project / "docs" / "claims")
    for words in (
        "# The house\n",
        "1 claim, 3 models. `moltverify run house` checks them again.",
        "| [`door`](#door) | Nobody is inside without the key | 6 states | 1 | 1 |",
        "A door, an owner with a key and a thief without one.",
        "### Assumptions\n\n- There is one door.\n",
        "### Bounds\n\n- Two visitors, because",
        "None in the published versions",
        "[`Door.tla`](../../specs/Door.tla): holds in 6 states. It reaches, among others:",
        "- The owner gets in (`OwnerInside`, 3 states)",
        "### Red: unlocked\n\nThe door is not locked.\n",
        "[`Door_Unlocked.tla`](../../specs/Door_Unlocked.tla) replaces `MayOpen`:",
        "```tla\nMayOpenAnybody(v) == v \\in Visitors\n```",
        "Invariant OnlyWithKey is broken in state 3.",
    ):
        assert words in text, words


@pytest.mark.parametrize(
    ("status", "told"),
    [
        (Status.LAXER, "**laxer**"),
        (Status.CONFORMS, "holds"),
        (Status.STRICTER, "stricter"),
        (Status.IN_PART, "unknown"),
    ],
)
def test_the_table_says_what_holds_in_the_newest_release(
    registry: Registry, project: Path, status: Status, told: str
) -> None:
    older = replace(DRIFT, claim="door", version="1", status=Status.CONFORMS, examples=())
    recorded = Recorded(FORMAT, (older, replace(older, version="2", status=status)))
    text = group_page(registry, registry.groups[0], RESULTS, project / "docs" / "claims", recorded)
    lines = text.splitlines()
    assert "| claim | says | green | witnesses | reds | in openclaw@2 |" in lines
    assert (
        f"| [`door`](#door) | Nobody is inside without the key | 6 states | 1 | 1 | {told} |"
        in (lines)
    )
    [strip] = [line for line in lines if line.startswith("Releases on record in time")]
    assert "`openclaw@" in strip


def test_a_claim_without_texts_has_no_empty_parts(registry: Registry, project: Path) -> None:
    [door] = registry.claims
    bare = replace(
        door, title=door.id, statement="", assumptions=(), bounds=(), implementation=(), phrases={}
    )
    results = {**RESULTS, "door:unlocked": replace(made.red(), sentence="unlocked")}
    group = replace(registry, claims=(bare,))
    text = group_page(group, registry.groups[0], results, project / "docs" / "claims")
    assert "| [`door`](#door) |  | 6 states | 1 | 1 |" in text
    assert "## door\n\nA door, an owner with a key" in text
    assert "### Red: unlocked\n\n[`Door_Unlocked.tla`]" in text
    assert not [one for one in ("Implementation", "Assumptions", "Bounds", "**") if one in text]


def test_a_page_is_the_same_each_time(registry: Registry, project: Path) -> None:
    assert page(registry, project) == page(registry, project)


def test_a_module_that_is_not_utf_8_is_no_reason_to_stop(registry: Registry, project: Path) -> None:
    module = project / "specs" / "Door.tla"
    module.write_bytes(module.read_bytes().replace(b"A door,", b"A d\xf6or,"))
    assert "A d\ufffdor," in page(registry, project)


def test_hostile_texts_of_a_registry_stay_text(registry: Registry, project: Path) -> None:
    hostile = "x` <script>alert(1)</script>\n\n# heading | [a](javascript:b) \x1b[31m"
    claim = replace(
        registry.claims[0],
        title=hostile,
        statement=hostile,
        assumptions=(hostile,),
        bounds=(hostile,),
        implementation=(Implementation(hostile, (hostile,), hostile),),
        phrases={"Init": hostile},
    )
    group = replace(registry.groups[0], title=hostile)
    text = page(replace(registry, claims=(claim,), groups=(group,)), project)
    outside, inside = "", False
    for line in text.split("\n"):
        inside ^= line.startswith("```")
        outside += "" if inside else line + "\n"
    assert "\x1b" not in text
    assert "\n# heading" not in text
    span = "`` x` <script>alert(1)</script> # heading | [a](javascript:b) \\x1b[31m ``"
    assert outside.count(span) == 2
    outside = outside.replace(span, "")
    assert "<script>" not in outside
    assert "](javascript" not in outside.replace("\\](javascript", "")


def test_links_are_relative_to_the_page(tmp_path: Path) -> None:
    assert link(tmp_path / "specs" / "M.tla", tmp_path / "docs" / "claims") == "../../specs/M.tla"
    assert link(tmp_path / "specs" / "M.tla", tmp_path / "specs") == "M.tla"
