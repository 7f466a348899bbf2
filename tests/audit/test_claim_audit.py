"""One claim inspected: which findings come together, and which runs are made for them."""

from pathlib import Path

import pytest
from msgspec.structs import replace

from moltverify.audit.claim_audit import INSTRUMENTED_FACTOR, AuditSubject, Inspection, Inspector
from moltverify.audit.results import FindingKind
from moltverify.errors import UsageError
from moltverify.registry.expectation import MustHold
from moltverify.registry.records import Allowance, Claim, Role
from moltverify.running.job import TlcJob
from moltverify.suite.results import ModelResult
from moltverify.suite.verdict import Verdict
from moltverify.tlc.outcome import Holds, Statistics
from tests.audit.claims import claim_of, red_of, witness_of
from tests.audit.parsed import LAMP, write_model
from tests.audit.played import (
    Answer,
    GivenSpec,
    Played,
    Stage,
    coverage,
    failing,
    holding,
    stage_in,
    timed_out,
    violating,
)

CONFIG = "SPECIFICATION Spec\nINVARIANTS TypeOK Safe\n"
BODY = f"{LAMP}Safe == x = 1 => on\nFull == x = 2\n"
TAKEN = (
    "Toggle line 6, col 1 to line 6, col 6 of module M",
    "Rest line 7, col 1 to line 7, col 4 of module M",
)
SAW = '<<"moltverify saw", 9001>>'
REACHED = '<<"moltverify reached", 1, <<FALSE, 0>>>>'


def job(folder: Path, body: str = BODY, config: str = CONFIG) -> TlcJob:
    return write_model(folder / "specs", body, config)


def whole_claim(folder: Path, body: str = BODY) -> Claim:
    """Return a claim with a witness, and with a red that replaces an operator."""
    green = job(folder, body)
    (folder / "specs/Red.tla").write_text("---- MODULE Red ----\nEXTENDS M\nNever == TRUE\n====\n")
    (folder / "specs/Red.cfg").write_text(f"{CONFIG}CONSTANT Full <- Never\n")
    red = TlcJob(module=folder / "specs/Red.tla", config=folder / "specs/Red.cfg")
    return claim_of(green, MustHold(3), (red_of(red), witness_of(green)))


def inspect(
    folder: Path,
    claim: Claim,
    *runs: Played | Answer,
    registered: bool = True,
    results: tuple[ModelResult, ...] = (),
) -> tuple[Inspection, Stage]:
    """Inspect a claim, in runs that are played, and return what came of it."""
    stage, bench = stage_in(folder, *runs)
    by_id = {result.id: result for result in results}
    subject = AuditSubject(claim=claim, results=by_id, registered=registered)
    return Inspector(subject, bench).inspect(), stage


def keys(found: Inspection) -> list[str]:
    return [one.key for one in found.findings]


BROKEN = holding(SAW)  # a run in which a state breaks the only formula


def sound_run(*printed: str) -> Played:
    return holding(SAW, *printed, coverage=coverage(*TAKEN))


def near_or_all(spec: GivenSpec) -> Played:
    """Break nothing near the sample, and take too long for all states of the right types."""
    return holding() if "MoltverifyStates.tla" in spec.files else timed_out()


def test_a_sound_claim_has_no_finding(tmp_path: Path) -> None:
    found, stage = inspect(tmp_path, whole_claim(tmp_path), sound_run(), BROKEN)
    assert (found.findings, found.unchecked) == ((), ())
    assert [spec.module for spec in stage.specs] == ["MoltverifyProbe.tla"] * 2


def test_the_figures_of_a_claim_are_counted(tmp_path: Path) -> None:
    found, _ = inspect(tmp_path, whole_claim(tmp_path), sound_run(), BROKEN)
    strength = found.strength
    assert (strength.claim, strength.distinct, strength.depth) == ("lamp", 3, 3)
    assert (strength.actions, strength.actions_taken) == (2, 2)
    assert (strength.properties, strength.reds, strength.witnesses) == (2, 1, 1)


def test_the_counts_of_a_verdict_are_preferred_to_those_of_the_run(tmp_path: Path) -> None:
    verdict = ModelResult(
        id="lamp",
        claim="lamp",
        role=Role.GREEN,
        sentence="",
        expectation=MustHold(),
        outcome=Holds(),
        verdict=Verdict.AS_EXPECTED,
        reason="",
        statistics=Statistics(distinct=30, depth=7),
        seconds=1,
    )
    claim = whole_claim(tmp_path)
    found, _ = inspect(tmp_path, claim, sound_run(), BROKEN, results=(verdict,))
    assert (found.strength.distinct, found.strength.depth) == (30, 7)


def test_findings_of_the_entry_the_text_and_the_run_come_in_this_order(tmp_path: Path) -> None:
    claim = claim_of(job(tmp_path, f"{BODY}Odd == 2"), MustHold(3))
    found, _ = inspect(tmp_path, claim, holding(coverage=coverage(TAKEN[0])))
    assert keys(found) == [
        "no-red:green",
        "no-witness:green",
        "unused-property:Full",
        "unused-definition:Odd",
        "antecedent-never-holds:Safe",
    ]


def test_a_config_that_cannot_be_read_is_a_mistake_of_usage(tmp_path: Path) -> None:
    claim = claim_of(job(tmp_path, config="SPECIFICATION\n"))
    with pytest.raises(UsageError, match=r"M\.cfg"):
        inspect(tmp_path, claim, registered=False)


def test_what_the_parser_does_not_understand_is_said_and_nothing_called_unused(
    tmp_path: Path,
) -> None:
    claim = claim_of(job(tmp_path, f"{BODY}Odd == 2\nStrange == (1 +\n"))
    found, _ = inspect(tmp_path, claim, sound_run(), registered=False)
    assert not [one for one in keys(found) if one.startswith("unused")]
    assert found.unchecked[0].startswith("lamp: what nothing uses: the audit's parser does not")
    assert "M.tla:" in found.unchecked[0]


def test_conditions_that_tlc_fails_on_are_left_out_in_a_second_run(tmp_path: Path) -> None:
    runs = (failing(), holding(coverage=coverage(TAKEN[0])), BROKEN)
    found, stage = inspect(tmp_path, whole_claim(tmp_path), *runs)
    what = "conditions that never hold, for TLC does not run the model with probes in them"
    assert found.unchecked == (f"lamp: {what}: evaluation: Attempted to apply a function",)
    probed = ["MoltverifyHeld(9001)" in spec.files["M.tla"] for spec in stage.specs]
    assert probed == [True, False, False]
    assert keys(found) == []


def test_a_green_that_fails_without_probes_too_has_no_coverage(tmp_path: Path) -> None:
    found, stage = inspect(tmp_path, whole_claim(tmp_path), failing(), failing())
    assert found.unchecked == (
        "lamp: coverage and conditions that never hold: evaluation: Attempted to apply a function",
    )
    assert (len(stage.specs), found.strength.actions) == (2, 0)


def test_a_model_without_conditions_is_not_run_twice(tmp_path: Path) -> None:
    claim = claim_of(job(tmp_path, f"{LAMP}Safe == x < 3"))
    _, stage = inspect(tmp_path, claim, failing())
    assert len(stage.specs) == 1


def test_no_step_that_leads_anywhere_is_a_finding(tmp_path: Path) -> None:
    run = holding(SAW, depth=1, coverage=coverage(*TAKEN))
    found, _ = inspect(tmp_path, whole_claim(tmp_path), run, BROKEN)
    assert keys(found) == ["no-behaviour:green"]


def test_a_property_that_nothing_well_typed_breaks_is_a_finding(tmp_path: Path) -> None:
    claim = claim_of(job(tmp_path, f"{LAMP}Safe == x < 3"))
    runs = (holding(REACHED, coverage=coverage(*TAKEN)), *[holding()] * 4)
    found, _ = inspect(tmp_path, claim, *runs)
    [tautology] = [one for one in found.findings if one.kind is FindingKind.TAUTOLOGY]
    assert (tautology.subject, tautology.line) == ("Safe", 10)
    assert tautology.message == "Safe is true of every state that the type invariant admits"


def test_a_property_of_which_nothing_is_known_is_not_checked(tmp_path: Path) -> None:
    claim = claim_of(job(tmp_path, f"{LAMP}Safe == x < 3"))
    run = holding(REACHED, coverage=coverage(*TAKEN))
    found, _ = inspect(tmp_path, claim, run, near_or_all)
    assert found.unchecked[0].startswith("lamp: does anything break Safe? ")


def test_a_property_whose_left_side_never_holds_is_no_tautology_too(tmp_path: Path) -> None:
    runs = (holding(REACHED, coverage=coverage(*TAKEN)),)
    found, stage = inspect(tmp_path, whole_claim(tmp_path), *runs)
    assert keys(found) == ["antecedent-never-holds:Safe"]
    assert len(stage.specs) == 1


def test_a_property_with_an_alternative_that_is_never_true_may_be_a_tautology(
    tmp_path: Path,
) -> None:
    claim = claim_of(job(tmp_path, f"{LAMP}Safe == x < 3 \\/ x = 9"), MustHold(3))
    runs = (holding(SAW, REACHED, coverage=coverage(*TAKEN)), *[holding()] * 4)
    found, _ = inspect(tmp_path, claim, *runs)
    assert keys(found)[-2:] == ["never-true:Safe", "tautology:Safe"]


def test_an_allowed_finding_keeps_its_reason(tmp_path: Path) -> None:
    claim = replace(
        whole_claim(tmp_path), allowed=(Allowance("antecedent-never-holds:Safe", "Later."),)
    )
    found, _ = inspect(tmp_path, claim, holding(coverage=coverage(*TAKEN)))
    assert [(one.key, one.reason) for one in found.findings] == [
        ("antecedent-never-holds:Safe", "Later.")
    ]


@pytest.mark.parametrize(
    ("run", "says"),
    [
        (violating(), "Invariant Safe is violated. (if it is meant to: --red 'lamp')"),
        (failing(), "evaluation: Attempted to apply a function"),
        (timed_out(), f"TLC had not ended after {INSTRUMENTED_FACTOR * 10} s (--timeout)"),
    ],
)
def test_a_green_outside_a_registry_that_does_not_hold_is_a_finding(
    tmp_path: Path, run: Played, says: str
) -> None:
    claim = claim_of(job(tmp_path, f"{LAMP}Safe == x < 3"))
    found, _ = inspect(tmp_path, claim, run, registered=False)
    assert [(one.key, one.message) for one in found.findings] == [
        ("green-not-as-expected:green", says)
    ]
    assert found.unchecked == ()


def red_claim(folder: Path) -> Claim:
    claim = claim_of(job(folder))
    return replace(claim, green=replace(claim.models[0], role=Role.RED))


@pytest.mark.parametrize(
    ("run", "found"),
    [
        (violating(), []),
        (violating(steps=1), ["red-fails-at-once:red"]),
        (holding(), ["red-not-as-expected:red"]),
    ],
)
def test_a_red_outside_a_registry_is_run_once_and_must_break_after_a_step(
    tmp_path: Path, run: Played, found: list[str]
) -> None:
    inspection, stage = inspect(tmp_path, red_claim(tmp_path), run, registered=False)
    assert keys(inspection) == found
    assert (len(stage.specs), inspection.strength.reds) == (1, 1)


def test_modules_of_a_library_and_data_reach_every_run(tmp_path: Path) -> None:
    library = tmp_path / "library"
    library.mkdir()
    (library / "Wire.tla").write_text(
        "---- MODULE Wire ----\nVARIABLE wire\nIdle == wire = 0\n====\n"
    )
    (tmp_path / "log.txt").write_text("a line")
    plain = job(tmp_path, f"{LAMP}Safe == x < 3 /\\ Idle")
    plain.module.write_text(plain.module.read_text().replace("FiniteSets", "FiniteSets, Wire"))
    claim = claim_of(replace(plain, libraries=(library,), data=(tmp_path / "log.txt",)))
    reached = '<<"moltverify reached", 1, <<FALSE, 0, 0>>>>'
    runs = (holding(reached, coverage=coverage(*TAKEN)), holding(SAW))
    found, stage = inspect(tmp_path, claim, *runs, registered=False)
    assert len(stage.specs) == 2
    for spec in stage.specs:
        assert {"Wire.tla", "log.txt", "M.tla"} <= spec.files.keys()
    assert found.strength.properties == 2
