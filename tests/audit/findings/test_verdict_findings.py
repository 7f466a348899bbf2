"""Findings from entries of the registry, verdicts and outcomes, all made by hand."""

from pathlib import Path

import pytest
from msgspec.structs import replace

from moltverify.audit.findings.verdict_findings import (
    allowance_reason,
    fails_at_once,
    model_files,
    model_finding,
    red_findings,
    registry_findings,
    verdict_findings,
    with_allowances,
)
from moltverify.audit.results import AuditFinding, FindingKind
from moltverify.registry.expectation import MustHold
from moltverify.registry.load import load_registry
from moltverify.registry.records import Allowance, Claim, Role
from moltverify.running.job import TlcJob
from moltverify.suite.results import ModelResult
from moltverify.suite.verdict import Verdict
from moltverify.tlc.outcome import (
    Failed,
    FailureReason,
    Holds,
    Outcome,
    Statistics,
    Stopped,
    StopReason,
    Violated,
    ViolationKind,
)
from moltverify.tlc.trace import Step, Trace
from tests.audit.claims import claim_of, red_of, witness_of
from tests.audit.parsed import LAMP, write_model

SAFE = "SPECIFICATION Spec\nINVARIANTS TypeOK Safe\n"
BODY = f"{LAMP}Safe == x < 3\nFull == x = 2\n"


def job(folder: Path) -> TlcJob:
    return write_model(folder, BODY, SAFE)


def red_job(folder: Path, config: str = f"{SAFE}CONSTANT Safe <- Unsafe\n") -> TlcJob:
    """Write a red that extends M and replaces one operator."""
    (folder / "Red.tla").write_text("---- MODULE Red ----\nEXTENDS M\nUnsafe == x < 2\n====\n")
    (folder / "Red.cfg").write_text(config)
    return TlcJob(module=folder / "Red.tla", config=folder / "Red.cfg")


def whole_claim(folder: Path) -> Claim:
    """Return a claim with everything that an entry should have."""
    green = job(folder)
    return claim_of(green, MustHold(3), (red_of(red_job(folder)), witness_of(green)))


def keys(findings: list[AuditFinding]) -> list[str]:
    return [one.key for one in findings]


def test_a_finding_about_a_model_has_its_name_and_its_place_in_the_registry(
    tmp_path: Path,
) -> None:
    red = red_of(job(tmp_path))
    found = model_finding(red, FindingKind.RED_NOT_AS_EXPECTED, "it differs")
    assert (found.claim, found.key) == ("lamp", "red-not-as-expected:bad")
    assert (found.file, found.line) == ("registry.yaml", 7)
    green = model_finding(claim_of(job(tmp_path)).models[0], FindingKind.NO_RED, "none")
    assert green.key == "no-red:green"


def test_a_complete_entry_has_no_finding(tmp_path: Path) -> None:
    assert list(registry_findings(whole_claim(tmp_path))) == []


def test_what_is_missing_in_an_entry_is_found(tmp_path: Path) -> None:
    found = list(registry_findings(replace(claim_of(job(tmp_path)), statement="")))
    assert keys(found) == [
        "no-statement:lamp",
        "no-red:green",
        "no-witness:green",
        "no-floor:green",
    ]


def test_a_model_without_a_behaviour_needs_no_witness_and_no_count(tmp_path: Path) -> None:
    claim = claim_of(job(tmp_path), MustHold(constant=True))
    assert keys(list(registry_findings(claim))) == ["no-red:green"]


def test_reds_alone_are_found_and_so_is_a_red_without_words(tmp_path: Path) -> None:
    red = replace(red_of(job(tmp_path)), sentence="bad")
    claim = replace(claim_of(job(tmp_path), models=(red,)), green=None)
    assert keys(list(registry_findings(claim))) == [
        "no-fault:bad",
        "no-green:bad",
    ]


def result(model_id: str, verdict: Verdict, outcome: Outcome) -> ModelResult:
    return ModelResult(
        id=model_id,
        claim="lamp",
        role=Role.GREEN,
        sentence="",
        expectation=MustHold(),
        outcome=outcome,
        verdict=verdict,
        reason=f"{model_id} is {verdict.value}",
        statistics=Statistics(),
        seconds=1.0,
    )


def violated(steps: int, kind: ViolationKind = ViolationKind.INVARIANT) -> Violated:
    trace = Trace(tuple(Step(number, None, (("x", number),)) for number in range(1, steps + 1)))
    return Violated(kind, "Safe", trace, message="Invariant Safe is violated.")


def test_a_verdict_that_is_not_as_expected_is_found_by_the_models_role(tmp_path: Path) -> None:
    outcomes: dict[str, Outcome] = {"lamp": violated(3), "lamp:bad": Holds(), "lamp@seen": Holds()}
    results = {name: result(name, Verdict.UNEXPECTED, one) for name, one in outcomes.items()}
    found = list(verdict_findings(whole_claim(tmp_path), results))
    assert sorted(keys(found)) == [
        "green-not-as-expected:green",
        "red-not-as-expected:bad",
        "witness-not-reached:seen",
    ]
    assert {one.message for one in found} == {f"{name} is unexpected" for name in outcomes}


def test_verdicts_as_expected_and_models_without_a_result_are_no_findings(tmp_path: Path) -> None:
    results = {"lamp": result("lamp", Verdict.AS_EXPECTED, Holds())}
    assert list(verdict_findings(whole_claim(tmp_path), results)) == []


def test_a_red_that_breaks_in_an_initial_state_is_found_as_such(tmp_path: Path) -> None:
    results = {"lamp:bad": result("lamp:bad", Verdict.UNEXPECTED, violated(1))}
    assert keys(list(verdict_findings(whole_claim(tmp_path), results))) == ["red-fails-at-once:bad"]


@pytest.mark.parametrize(
    ("outcome", "at_once"),
    [
        (violated(0), True),
        (violated(1), True),
        (violated(2), False),
        (violated(0, ViolationKind.ASSUMPTION), False),
        (Holds(), False),
        (Stopped(StopReason.TIMEOUT), False),
    ],
)
def test_a_violation_without_a_step_fails_at_once(outcome: Outcome, at_once: bool) -> None:
    assert fails_at_once(outcome) is at_once


@pytest.mark.parametrize(
    ("outcome", "key", "says"),
    [
        (Holds(), "red-not-as-expected:red", "it should break, but nothing was found wrong"),
        (
            Failed(FailureReason.PARSE, "no module:\nmore"),
            "red-not-as-expected:red",
            "it should break, but parse: no module",
        ),
        (
            violated(0, ViolationKind.ASSUMPTION),
            "red-fails-at-once:red",
            "no behaviour is part of it: Invariant Safe is violated.",
        ),
        (
            violated(1),
            "red-fails-at-once:red",
            "no step is part of it: Invariant Safe is violated.",
        ),
    ],
)
def test_a_red_outside_a_registry_must_break_after_a_step(
    tmp_path: Path, outcome: Outcome, key: str, says: str
) -> None:
    [found] = red_findings(red_of(job(tmp_path)), outcome)
    assert (found.key, found.message) == (key, says)


def test_a_red_that_breaks_after_a_step_has_no_finding(tmp_path: Path) -> None:
    assert list(red_findings(red_of(job(tmp_path)), violated(2))) == []


def test_a_registrys_files_are_those_of_all_its_models(project: Path) -> None:
    registry = load_registry(project / "specs" / "registry.yaml")
    names = {file.name for file in model_files(registry)}
    assert names == {"Door.tla", "Door.cfg", "Door_Unlocked.tla", "Door_Unlocked.cfg"}


def finding(subject: str) -> AuditFinding:
    return AuditFinding(claim="lamp", kind=FindingKind.NEVER_TRUE, subject=subject, message="")


def test_a_finding_that_the_registry_allows_has_its_reason(tmp_path: Path) -> None:
    allowed = (Allowance("never-true:Toggle", "First."), Allowance("never-*", "Second."))
    claim = claim_of(job(tmp_path), allowed=allowed)
    judged = with_allowances(claim, [finding("Toggle"), finding("Rest")])
    assert [one.reason for one in judged] == ["First.", "Second."]


def test_an_allowance_for_nothing_is_a_finding(tmp_path: Path) -> None:
    claim = claim_of(job(tmp_path), allowed=(Allowance("no-red:*", "Later."),))
    [kept, unused] = with_allowances(claim, [finding("Toggle")])
    assert kept == finding("Toggle")
    assert unused.key == "unused-allowance:no-red:*"
    assert "finds no no-red:*" in unused.message
    assert unused.reason == ""


def test_a_glob_is_matched_with_regard_to_case(tmp_path: Path) -> None:
    claim = claim_of(job(tmp_path), allowed=(Allowance("never-true:toggle", "No."),))
    assert allowance_reason(claim, finding("Toggle")) == ""
    assert allowance_reason(claim, replace(finding("toggle"))) == "No."
