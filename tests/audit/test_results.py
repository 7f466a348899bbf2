"""The audit's records: keys, scores, and one JSON form that is read back as it was."""

import msgspec

from moltverify.audit.results import (
    AuditFinding,
    AuditResult,
    FindingKind,
    MutantResult,
    MutantStatus,
    Score,
    Strength,
)

FINDING = AuditFinding(claim="lamp", kind=FindingKind.NEVER_TRUE, subject="Toggle", message="")


def mutant(status: MutantStatus, number: int = 0) -> MutantResult:
    return MutantResult(
        id=f"Toggle {number}",
        operator="swap +, -",
        definition="Toggle",
        file="M.tla",
        line=3,
        diff="-a\n+b",
        status=status,
    )


def result(*findings: AuditFinding) -> AuditResult:
    score = Score((mutant(MutantStatus.KILLED),), 2)
    return AuditResult(
        moltverify="0",
        title="Lamps",
        findings=findings,
        unchecked=("lamp: something",),
        claims=(Strength(claim="lamp", distinct=3, score=score),),
        seconds=1.5,
    )


def test_the_key_of_a_finding_is_its_kind_and_subject() -> None:
    assert FINDING.key == "never-true:Toggle"


def test_a_finding_with_a_reason_is_not_open() -> None:
    allowed = msgspec.structs.replace(FINDING, reason="It may.")
    assert result(FINDING, allowed).open == (FINDING,)


def test_mutants_are_counted_by_status() -> None:
    score = Score(tuple(mutant(one) for one in MutantStatus))
    assert score.count(MutantStatus.KILLED) == 1
    assert score.count(MutantStatus.KILLED, MutantStatus.SURVIVED) == 2
    assert score.count() == 0


def test_equivalent_and_erroneous_mutants_do_not_count_in_the_ratio() -> None:
    score = Score(tuple(mutant(one) for one in MutantStatus), unreached=5)
    assert score.ratio == 1 / 4


def test_a_score_in_which_no_mutant_counts_has_no_ratio() -> None:
    assert Score(()).ratio is None
    assert Score((mutant(MutantStatus.EQUIVALENT),), unreached=3).ratio is None


def test_a_score_without_a_killed_mutant_is_zero() -> None:
    assert Score((mutant(MutantStatus.SURVIVED),)).ratio == 0


def test_the_json_form_is_read_back_as_it_was() -> None:
    written = msgspec.json.encode(result(FINDING))
    assert msgspec.json.decode(written, type=AuditResult) == result(FINDING)


def test_the_json_form_has_its_number_and_words_for_kinds() -> None:
    read = msgspec.json.decode(msgspec.json.encode(result(FINDING)))
    assert read["format"] == 2
    assert read["findings"][0]["kind"] == "never-true"
    assert read["claims"][0]["score"]["mutants"][0]["status"] == "killed by a property"
