"""What replays and audits found out, on the page: tables, stories, reasons, survivors, age."""

import pytest
from msgspec.structs import replace

from moltverify.audit.results import AuditFinding as Hollow
from moltverify.audit.results import FindingKind, MutantResult, MutantStatus, Score, Strength
from moltverify.conformance.records import Status, Vector, VectorDifference
from moltverify.conformance.results import ReplayFinding
from moltverify.registry.records import Registry
from moltverify.registry.spec_texts import SpecTexts
from moltverify.report.extra_findings import Audited, Further
from moltverify.report.html.page import html_page
from moltverify.store.findings import Dated
from moltverify.suite.results import SuiteResult
from tests.report.elements import Element, read_html
from tests.report.hostile import ATTACK

NOON = "2026-02-01T12:00:00+00:00"
VECTOR = Vector(
    id=1,
    claim="pairing-race",
    model="pairing-race",
    digest="",
    action="overlap",
    state={"exists": False},
    arguments={"who": ["ann", "bob"]},
    clock=0,
    allowed=({"rows": ["ann", "bob"]},),
)
EXAMPLE = VectorDifference(
    VECTOR, {"rows": ["bob"]}, "The file is made twice.", 4, 24, ("ann", "bob")
)
DRIFT = ReplayFinding(
    claim="pairing-race",
    model="pairing-race",
    package="openclaw",
    version="2026.1.29",
    status=Status.LAXER,
    vectors=120,
    replayed=120,
    differing=12,
    known=12,
    examples=(EXAMPLE,),
)
NONE = replace(
    DRIFT,
    version="2026.9.6",
    status=Status.NO_COUNTERPART,
    reason="The store is a database.",
    differing=0,
    known=0,
    examples=(),
)
MUTANT = MutantResult(
    id="PairingRace-12",
    operator="relation",
    definition="Check",
    file="PairingRace.tla",
    line=40,
    diff="- a < b\n+ a <= b",
    status=MutantStatus.SURVIVED,
    behaviour=("One row more than MaxPending is written.",),
)
STRENGTH = Strength(
    claim="pairing-race",
    distinct=9088,
    depth=12,
    actions=5,
    actions_taken=4,
    properties=3,
    reds=3,
    witnesses=5,
    score=Score((MUTANT, replace(MUTANT, id="other", status=MutantStatus.KILLED))),
)
HOLLOW = Hollow(
    claim="pairing-race",
    kind=FindingKind.ACTION_NEVER_TAKEN,
    subject="Approve",
    message="No run takes it.",
    file="PairingRace.tla",
    line=7,
)


@pytest.fixture(scope="module")
def further() -> Further:
    return Further(
        conformance=(Dated(DRIFT, NOON, False), Dated(NONE, NOON, False)),
        audit=(Dated(Audited(STRENGTH, (HOLLOW,)), NOON, True),),
    )


@pytest.fixture(scope="module")
def shown(
    recorded: SuiteResult, registry: Registry, sources: SpecTexts, further: Further
) -> Element:
    return read_html(html_page(recorded, registry, sources, further))


def section(tree: Element, name: str) -> Element:
    (found,) = [one for one in tree.all("section") if one.attributes.get("id") == name]
    return found


def test_a_page_without_further_findings_has_neither_section(tree: Element) -> None:
    ids = {one.attributes.get("id") for one in tree.all("section")}
    assert not ids & {"releases", "strength"}


def test_the_table_has_a_claim_by_release(shown: Element) -> None:
    table = section(shown, "releases").one("table", "releases")
    assert [one.words for one in table.all("th")] == [
        "Claim",
        "openclaw@2026.1.29",
        "openclaw@2026.9.6",
    ]
    assert [one.words for one in table.all("td")] == [
        "pairing-race",
        "LAXER 12 of 120, known",
        "NO COUNTERPART",
    ]


def test_a_drift_is_told_as_a_story(shown: Element) -> None:
    drift = section(shown, "releases").one("div", "drift")
    assert drift.one("p").words == "The file is made twice. openclaw@2026.1.29"
    assert [one.words for one in drift.all("dd")] == [
        "exists: false",
        "overlap who: [ann, bob]",
        "rows: [ann, bob]",
        "rows: [bob]",
        "in 4 of 24 schedules, such as ann 1, bob 1",
    ]


def test_a_drift_that_is_not_on_record_is_said_to_be_new(
    recorded: SuiteResult, registry: Registry, sources: SpecTexts
) -> None:
    new = replace(DRIFT, known=0, examples=(replace(EXAMPLE, known=""),))
    further = Further(conformance=(Dated(new, NOON, False),))
    tree = read_html(html_page(recorded, registry, sources, further))
    assert "Not on record." in section(tree, "releases").one("div", "drift").words
    (status,) = section(tree, "releases").one("table", "releases").all("b")
    assert status.classes == ["unexpected"]


def test_the_reason_of_no_counterpart_is_told(shown: Element) -> None:
    (reason,) = section(shown, "releases").one("ul", "reasons").all("li")
    assert reason.words == "pairing-race openclaw@2026.9.6 The store is a database."


def test_the_claims_own_part_has_its_line(shown: Element) -> None:
    lines = [one.words for one in section(shown, "pairing-race").one("div", "against").all("li")]
    assert lines == [
        "openclaw@2026.1.29: LAXER 12 of 120, known",
        "openclaw@2026.9.6: NO COUNTERPART",
    ]


def test_the_strength_of_a_claim_is_a_line_of_numbers(shown: Element) -> None:
    cells = [one.words for one in section(shown, "strength").one("table").all("td")]
    numbers = ["9,088", "12", "4 of 5", "3", "3", "5", "50% (1/2)", "1"]
    assert cells == ["pairing-race old", *numbers]


def test_survivors_are_shown_with_their_change_and_open_findings_with_their_place(
    shown: Element,
) -> None:
    strength = section(shown, "strength")
    (survivor,) = strength.all("details")
    assert survivor.one("summary").words == "PairingRace-12 survived, PairingRace.tla:40"
    assert survivor.one("pre").words == "- a < b + a <= b"
    assert "One row more" in survivor.words
    assert "action-never-taken Approve: No run takes it. PairingRace.tla:7" in strength.words


def test_what_was_found_for_models_that_have_changed_is_said_to_be_old(shown: Element) -> None:
    assert "found for models that have changed" in section(shown, "strength").words
    assert "have changed" not in section(shown, "releases").words


def test_hostile_findings_make_no_element(
    recorded: SuiteResult, registry: Registry, sources: SpecTexts
) -> None:
    bad = replace(
        DRIFT,
        package=ATTACK,
        reason=ATTACK,
        examples=(replace(EXAMPLE, known=ATTACK, observed={ATTACK: ATTACK}),),
    )
    hollow = replace(HOLLOW, subject=ATTACK, message=ATTACK, file=ATTACK)
    mutant = replace(MUTANT, diff=ATTACK, id=ATTACK, behaviour=(ATTACK,))
    audited = Audited(replace(STRENGTH, score=Score((mutant,))), (hollow,))
    further = Further(
        conformance=(Dated(bad, ATTACK, True),), audit=(Dated(audited, ATTACK, False),)
    )
    tree = read_html(html_page(recorded, registry, sources, further))
    assert not list(tree.all("img"))
    assert len(list(tree.all("script"))) == 1
