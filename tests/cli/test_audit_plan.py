"""The end of an audit: its exit code, what is kept of it, and what is printed."""

from pathlib import Path

import pytest
from msgspec.structs import replace

from moltverify.audit.results import (
    AuditFinding,
    AuditResult,
    FindingKind,
    MutantResult,
    MutantStatus,
    Score,
    Strength,
)
from moltverify.audit.run_audit import AuditPlan
from moltverify.cli.audit import check_usage, chosen_claims
from moltverify.cli.audit_plan import exit_code, keep_audit, own_findings, print_audit
from moltverify.errors import ExitCode, UsageError
from moltverify.registry.digest import ClaimDigests
from moltverify.report.extra_findings import AUDIT, Audited
from moltverify.store.findings import Dated, Latest
from tests.report import sample

REGISTRY = sample.registry()
OPEN = AuditFinding(claim="door", kind=FindingKind.NO_WITNESS, subject="door", message="None.")
ALLOWED = replace(OPEN, reason="It may.")
SUITE = replace(OPEN, claim="", subject="Old.tla", kind=FindingKind.STRAY_FILE)


def mutant(status: MutantStatus) -> MutantResult:
    return MutantResult(
        id=f"Enter {status.name}",
        operator="swap",
        definition="Enter",
        file="Door.tla",
        line=3,
        diff="-a\n+b",
        status=status,
    )


def score(killed: int, survived: int) -> Score:
    statuses = [MutantStatus.KILLED] * killed + [MutantStatus.SURVIVED] * survived
    return Score(tuple(map(mutant, statuses)))


def result(*findings: AuditFinding, claims: tuple[Strength, ...] = ()) -> AuditResult:
    return AuditResult(
        moltverify="0", title="", findings=findings, unchecked=(), claims=claims, seconds=1.0
    )


def scored(one: Score | None, claim: str = "door") -> Strength:
    return Strength(claim=claim, distinct=3, score=one)


@pytest.mark.parametrize(
    ("found", "code"),
    [((), ExitCode.OK), ((ALLOWED,), ExitCode.OK), ((ALLOWED, OPEN), ExitCode.DIFFERS)],
)
def test_a_finding_that_the_registry_allows_does_not_fail(
    found: tuple[AuditFinding, ...], code: ExitCode
) -> None:
    assert exit_code(result(*found), None) is code


@pytest.mark.parametrize(
    ("least", "code"),
    [(None, ExitCode.OK), (0, ExitCode.OK), (75, ExitCode.OK), (75.1, ExitCode.DIFFERS)],
)
def test_a_score_must_reach_what_is_wanted(least: float | None, code: ExitCode) -> None:
    assert exit_code(result(claims=(scored(score(3, 1)),)), least) is code


def test_one_weak_claim_is_enough_to_fail() -> None:
    claims = (scored(score(4, 0)), scored(score(1, 3), "lamp"))
    assert exit_code(result(claims=claims), 50) is ExitCode.DIFFERS


def test_a_score_without_a_mutant_is_not_high_enough() -> None:
    assert exit_code(result(claims=(scored(Score((), unreached=5)),)), 1) is ExitCode.DIFFERS


def test_a_claim_without_mutants_has_no_score_to_fail() -> None:
    assert exit_code(result(claims=(scored(None),)), 100) is ExitCode.OK


def test_findings_belong_to_their_claim_or_to_the_suite() -> None:
    whole = result(OPEN, SUITE, replace(OPEN, claim="lamp"))
    assert own_findings(whole, "door") == (OPEN,)
    assert own_findings(whole, "") == (SUITE,)
    assert own_findings(whole, "gone") == ()


def plan(whole: bool) -> AuditPlan:
    return AuditPlan(title="", claims=REGISTRY.claims, registry=REGISTRY, folders=(), whole=whole)


def kept(root: Path, *results: AuditResult, whole: bool = False) -> dict[str, Dated[Audited]]:
    latest = Latest(root, AUDIT, ClaimDigests(REGISTRY).of)
    for one in results:
        keep_audit(latest, one, plan(whole))
    found = latest.findings(Audited)
    return {one.content.strength.claim if one.content.strength else "": one for one in found}


def test_findings_are_kept_with_the_claim_that_they_are_about(tmp_path: Path) -> None:
    claims = (scored(None), scored(None, "lamp"))
    found = kept(tmp_path, result(OPEN, SUITE, claims=claims))
    assert {name: one.content.findings for name, one in found.items()} == {
        "door": (OPEN,),
        "lamp": (),
    }


@pytest.mark.parametrize("whole", [True, False])
def test_findings_about_the_suite_are_kept_only_if_all_of_it_was_looked_at(
    tmp_path: Path, whole: bool
) -> None:
    found = kept(tmp_path, result(SUITE, claims=(scored(None),)), whole=whole)
    assert ("" in found) is whole
    if whole:
        assert found[""].content.findings == (SUITE,)


def test_an_audit_without_mutants_keeps_the_score_of_an_earlier_one(tmp_path: Path) -> None:
    first, second = result(claims=(scored(score(3, 1)),)), result(OPEN, claims=(scored(None),))
    door = kept(tmp_path, first, second)["door"].content
    assert door.strength is not None
    assert door.strength.score == score(3, 1)
    assert door.findings == (OPEN,)


def test_a_new_score_replaces_an_earlier_one(tmp_path: Path) -> None:
    first, second = (result(claims=(scored(one),)) for one in (score(3, 1), score(0, 1)))
    strength = kept(tmp_path, first, second)["door"].content.strength
    assert strength is not None
    assert strength.score == score(0, 1)


def test_a_score_of_models_that_have_changed_is_not_kept(tmp_path: Path) -> None:
    earlier = Latest(tmp_path, AUDIT, lambda _: "another digest")
    keep_audit(earlier, result(claims=(scored(score(3, 1)),)), plan(whole=False))
    strength = kept(tmp_path, result(claims=(scored(None),)))["door"].content.strength
    assert strength is not None
    assert strength.score is None


def test_what_is_printed_has_findings_mutants_figures_and_the_sum(
    capsys: pytest.CaptureFixture[str],
) -> None:
    shown = result(OPEN, claims=(scored(score(1, 1)),))
    print_audit(replace(shown, unchecked=("lamp: no time",)), [MutantStatus.SURVIVED])
    printed = capsys.readouterr().out
    parts = ["hollow  door", "not checked: lamp: no time", "Enter SURVIVED", "50% (1/2)"]
    parts.append("1 claim: 1 hollow finding, 1 not checked in 1.0 s")
    places = [printed.find(part) for part in parts]
    assert places == sorted(places)
    assert -1 not in places
    assert "Enter KILLED" not in printed


def test_claims_are_chosen_by_their_models_in_the_order_of_the_registry() -> None:
    def names(*selectors: str) -> list[str]:
        return [claim.id for claim in chosen_claims(REGISTRY, selectors)]

    assert names("lamp:flicker", "door") == ["door", "lamp"]
    assert names("hostile") == ["hostile"]
    assert len(names()) == len(REGISTRY.claims)


def test_a_selector_and_a_module_do_not_go_together() -> None:
    with pytest.raises(UsageError, match="SELECTOR"):
        check_usage(["door"], [Path("X.tla")], about_specs=False)


def test_options_about_modules_need_a_module() -> None:
    with pytest.raises(UsageError, match="--spec") as caught:
        check_usage([], [], about_specs=("*_bug",))
    assert caught.value.hint == "name a module: --spec X.tla"


@pytest.mark.parametrize(
    ("selectors", "specs", "about"),
    [([], [], ()), (["door"], [], ()), ([], [Path("X.tla")], ("*",)), ([], [Path("X.tla")], ())],
)
def test_other_combinations_are_no_mistake(
    selectors: list[str], specs: list[Path], about: tuple[str, ...]
) -> None:
    check_usage(selectors, specs, about)
