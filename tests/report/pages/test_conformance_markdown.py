"""A claim's page on published releases: what came of each, and what contradicts the claim."""

from msgspec.structs import replace

from moltverify.conformance.records import Status
from moltverify.report.pages.conformance_markdown import WIDTH, in_the_code
from tests.report.html.test_page_further import DRIFT, EXAMPLE, NONE


def test_nothing_on_record_is_no_part_of_the_page() -> None:
    assert in_the_code(()) is None


def test_releases_that_are_alike_share_a_line() -> None:
    part = in_the_code([DRIFT, replace(DRIFT, version="2026.1.30"), NONE])
    assert part is not None
    assert part.lines == (
        ("openclaw@2026.1.29, openclaw@2026.1.30", "is laxer: differs in 12 of 120 calls"),
        ("openclaw@2026.9.6", "no counterpart: The store is a database."),
    )


def test_calls_that_a_release_lacks_are_counted() -> None:
    partial = replace(
        DRIFT, status=Status.CONFORMS, replayed=100, absent=20, reason="No such file."
    )
    part = in_the_code([replace(partial, examples=())])
    assert part is not None
    words = "conforms in all 100 calls; 20 more have no counterpart (No such file.)"
    assert part.lines == (("openclaw@2026.1.29", words),)


def test_a_contradiction_has_its_reason_its_releases_and_its_example() -> None:
    part = in_the_code([DRIFT, replace(DRIFT, version="2026.1.30")])
    assert part is not None
    (one,) = part.contradictions
    assert one.reason == "The file is made twice."
    assert one.releases == "openclaw@2026.1.29, openclaw@2026.1.30"
    assert one.example.splitlines() == [
        "given       exists: false",
        "call        overlap who: [ann, bob]",
        "the model   rows: [ann, bob]",
        "the code    rows: [bob]",
        "            in 4 of 24 schedules, such as ann 1, bob 1",
    ]


def test_a_long_example_is_broken_into_lines() -> None:
    long = replace(EXAMPLE, observed={"rows": [f"sender{number}" for number in range(40)]})
    part = in_the_code([replace(DRIFT, examples=(long,))])
    assert part is not None
    lines = part.contradictions[0].example.splitlines()
    assert len(lines) > 5
    assert max(map(len, lines)) <= WIDTH


def test_what_the_model_has_and_the_code_lacks_is_said_once() -> None:
    part = in_the_code([replace(DRIFT, omits="The token."), replace(DRIFT, omits="The token.")])
    assert part is not None
    assert part.omits == "The token."


def test_releases_in_time_have_a_letter_for_each_stretch() -> None:
    held = replace(DRIFT, status=Status.CONFORMS, differing=0, examples=())
    part = in_the_code(
        [replace(NONE, version="9"), *(replace(held, version=f"{n}") for n in "567"), DRIFT]
    )
    assert part is not None
    assert part.timeline == (
        ("openclaw@5 … openclaw@7 (3)", "H", "holds"),
        ("openclaw@9", "?", "unknown, no counterpart"),
        ("openclaw@2026.1.29", "L", "laxer"),
    )


def test_three_releases_that_follow_one_another_are_told_as_a_range() -> None:
    part = in_the_code([replace(DRIFT, version=f"{number}") for number in range(90)])
    assert part is not None
    told = "openclaw@0 … openclaw@89 (90)"
    assert part.lines == ((told, "is laxer: differs in 12 of 120 calls"),)
    assert [one.releases for one in part.contradictions] == [told]


def test_a_range_does_not_go_over_a_release_that_is_not_alike() -> None:
    others = [
        replace(DRIFT, version=f"{number}", differing=12 + (number == 3)) for number in range(7)
    ]
    part = in_the_code(others)
    assert part is not None
    assert [releases for releases, _ in part.lines] == [
        "openclaw@0 … openclaw@2 (3), openclaw@4 … openclaw@6 (3)",
        "openclaw@3",
    ]
