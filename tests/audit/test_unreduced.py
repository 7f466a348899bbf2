"""A green under SYMMETRY or VIEW, run without them too: which violations they hide."""

from pathlib import Path

import pytest

from moltverify.audit.claim_audit import AuditSubject, Inspection, Inspector
from moltverify.audit.experiments.parsed_job import read_parsed_job
from moltverify.audit.experiments.unreduced_run import removed_reductions, unreduced_experiment
from moltverify.audit.findings.verdict_findings import hidden_violation
from moltverify.audit.results import AuditFinding, FindingKind
from moltverify.registry.expectation import MustHold
from moltverify.registry.records import Allowance, Claim, Role
from moltverify.running.engine_selection import LaunchFor
from moltverify.suite.results import ModelResult
from moltverify.suite.verdict import Verdict
from moltverify.tlc.outcome import (
    Holds,
    Outcome,
    Statistics,
    Stopped,
    StopReason,
    Violated,
    ViolationKind,
)
from tests.audit.benches import bench_in
from tests.audit.claims import claim_of
from tests.audit.parsed import LAMP, parsed, write_model
from tests.audit.played import (
    Played,
    Stage,
    coverage,
    failing,
    holding,
    stage_in,
    timed_out,
    violating,
)

BODY = f"{LAMP}Safe == x = 1 => on\nSeen == on\nMirror == {{}}\nSmall == x < 3\n"
CHECKED = "SPECIFICATION Spec\nINVARIANTS TypeOK Safe\n"
VIEWED = f"{CHECKED}CONSTRAINT Small\nVIEW Seen\n"
BOTH = f"{VIEWED}SYMMETRY Mirror\n"
SAW = '<<"moltverify saw", 9001>>'
TAKEN = (
    "Toggle line 6, col 1 to line 6, col 6 of module M",
    "Rest line 7, col 1 to line 7, col 4 of module M",
)
HELD = holding(SAW, coverage=coverage(*TAKEN))
BREAKS = holding(SAW)  # a state near the sample breaks Safe, which is no tautology

# Passing to another reader leads to a state that the symmetry makes equal to that of keeping.
SHARED = """\
---- MODULE Shared ----
EXTENDS Naturals, TLC
CONSTANTS Readers, First
VARIABLES holder, hour
Perms == Permutations(Readers)
Hour == hour
TypeOK == holder \\in Readers /\\ hour \\in 0 .. 2
Init == holder = First /\\ hour = 0
Keep == hour < 2 /\\ hour' = hour + 1 /\\ UNCHANGED holder
Pass == hour < 2 /\\ hour' = hour + 1 /\\ holder' \\in Readers \\ {holder}
Rest == hour = 2 /\\ UNCHANGED <<holder, hour>>
Next == Keep \\/ Pass \\/ Rest
Spec == Init /\\ [][Next]_<<holder, hour>> /\\ WF_<<holder, hour>>(Next)
FirstHolds == holder = First
EndsAtFirst == <>[](holder = First)
====
"""
CONSTANTS = "SPECIFICATION Spec\nCONSTANTS\n  Readers = {r1, r2}\n  First = r1\n"


def inspect(
    folder: Path, config: str, *runs: Played, results: tuple[ModelResult, ...] = ()
) -> tuple[Inspection, Stage]:
    """Inspect a model of no registry, in runs that are played."""
    claim = claim_of(write_model(folder / "specs", BODY, config))
    stage, bench = stage_in(folder, *runs)
    by_id = {result.id: result for result in results}
    subject = AuditSubject(claim=claim, results=by_id, registered=False)
    return Inspector(subject, bench).inspect(), stage


def hidden(found: Inspection) -> list[AuditFinding]:
    """Return the findings about hidden violations."""
    return [one for one in found.findings if one.kind is FindingKind.REDUCTION_HIDES_VIOLATION]


def test_a_violation_that_a_view_hides_is_a_finding_at_the_line_of_the_config(
    tmp_path: Path,
) -> None:
    found, _ = inspect(tmp_path, VIEWED, HELD, violating(steps=3), BREAKS)
    [finding] = hidden(found)
    assert finding.key == "reduction-hides-violation:Seen"
    assert (finding.file, finding.line) == (str(tmp_path / "specs/M.cfg"), 4)
    assert finding.message == (
        "without VIEW Seen TLC finds: Invariant Safe is violated; length of the counterexample: 3"
    )


def test_two_reductions_are_left_out_together_and_named_both(tmp_path: Path) -> None:
    found, stage = inspect(tmp_path, BOTH, HELD, violating(), BREAKS)
    [finding] = hidden(found)
    assert (finding.subject, finding.line) == ("Mirror", 5)
    assert finding.message.startswith("without SYMMETRY Mirror and VIEW Seen TLC finds: ")
    assert len(stage.specs) == 3


def test_the_run_has_the_models_own_root_and_keeps_the_constraint(tmp_path: Path) -> None:
    _, stage = inspect(tmp_path, BOTH, HELD, HELD, BREAKS)
    unreduced = stage.specs[1]
    assert unreduced.module == "M.tla"
    [config] = [text for name, text in unreduced.files.items() if name.endswith(".cfg")]
    assert "VIEW" not in config
    assert "SYMMETRY" not in config
    assert "CONSTRAINTS Small\n" in config
    assert "INVARIANTS TypeOK Safe\n" in config
    assert unreduced.options[unreduced.options.index("-workers") + 1] == "1"


def test_a_model_that_holds_without_its_reductions_has_no_finding(tmp_path: Path) -> None:
    found, _ = inspect(tmp_path, VIEWED, HELD, HELD, BREAKS)
    assert (hidden(found), found.unchecked) == ([], ())


@pytest.mark.parametrize(
    ("run", "why"),
    [
        (timed_out(), "stopped: timeout"),
        (failing(), "evaluation: Attempted to apply a function"),
    ],
)
def test_a_run_without_reductions_that_comes_to_no_answer_is_not_checked(
    tmp_path: Path, run: Played, why: str
) -> None:
    found, _ = inspect(tmp_path, VIEWED, HELD, run, BREAKS)
    assert hidden(found) == []
    assert found.unchecked == (f"lamp: the model without VIEW Seen: {why}",)


@pytest.mark.parametrize("section", ["", "CONSTRAINT Small\n"])
def test_a_model_without_symmetry_and_view_is_not_run_once_more(
    tmp_path: Path, section: str
) -> None:
    _, stage = inspect(tmp_path, CHECKED + section, HELD, BREAKS)
    assert len(stage.specs) == 2


def test_a_model_that_is_violated_under_its_view_is_not_run_without(tmp_path: Path) -> None:
    found, stage = inspect(tmp_path, VIEWED, violating(), violating())
    assert (hidden(found), len(stage.specs)) == ([], 2)


def verdict(outcome: Outcome) -> ModelResult:
    """Return a result of the claim's green."""
    return ModelResult(
        id="lamp",
        claim="lamp",
        role=Role.GREEN,
        sentence="",
        expectation=MustHold(),
        outcome=outcome,
        verdict=Verdict.AS_EXPECTED,
        reason="",
        statistics=Statistics(distinct=3, depth=3),
        seconds=1,
    )


def test_a_verdict_that_holds_is_compared_even_if_probes_take_too_long(tmp_path: Path) -> None:
    runs = (timed_out(), timed_out(), violating())
    found, _ = inspect(tmp_path, VIEWED, *runs, results=(verdict(Holds()),))
    assert len(hidden(found)) == 1


def test_nothing_is_compared_with_a_verdict_that_does_not_hold(tmp_path: Path) -> None:
    stopped = verdict(Stopped(StopReason.TIMEOUT))
    found, stage = inspect(tmp_path, VIEWED, HELD, BREAKS, results=(stopped,))
    assert (hidden(found), len(stage.specs)) == ([], 2)


def test_the_model_gets_its_own_time_and_not_that_of_a_run_with_probes(tmp_path: Path) -> None:
    job = read_parsed_job(write_model(tmp_path, BODY, VIEWED))
    assert unreduced_experiment(job).timeout == job.options.timeout == 10


@pytest.mark.parametrize(
    ("outcome", "says"),
    [
        (
            Violated(
                ViolationKind.TEMPORAL_PROPERTY,
                "Ends",
                message="Temporal properties were violated.",
            ),
            "Temporal properties were violated (Ends)",
        ),
        (
            Violated(
                ViolationKind.TEMPORAL_PROPERTY,
                None,
                message="Temporal properties were violated.",
                candidates=("Ends", "Begins"),
            ),
            "Temporal properties were violated (one of Ends, Begins)",
        ),
        (
            Violated(ViolationKind.DEADLOCK, None, message="Deadlock reached."),
            "Deadlock reached",
        ),
    ],
)
def test_the_property_is_named_also_where_the_message_of_tlc_does_not(
    tmp_path: Path, outcome: Violated, says: str
) -> None:
    sources = parsed(tmp_path, BODY, VIEWED)
    finding = hidden_violation("lamp", sources, removed_reductions(sources), outcome)
    assert f"TLC finds: {says}; length" in finding.message


def shared_claim(folder: Path, sections: str) -> Claim:
    """Return a claim about the readers, with a config of these sections."""
    job = write_model(folder / "specs", "", f"{CONSTANTS}{sections}", "Shared")
    job.module.write_text(SHARED, encoding="utf-8")
    return claim_of(job, allowed=(Allowance("unused-*", "Other configs check these."),))


@pytest.mark.tlc
@pytest.mark.parametrize(
    ("sections", "key", "says"),
    [
        ("INVARIANTS TypeOK FirstHolds\nSYMMETRY Perms\n", "Perms", "Invariant FirstHolds"),
        ("PROPERTY EndsAtFirst\nVIEW Hour\n", "Hour", "EndsAtFirst"),
    ],
)
def test_tlc_finds_what_the_reduction_of_a_green_hides(
    tmp_path: Path, launch_for: LaunchFor, sections: str, key: str, says: str
) -> None:
    claim = shared_claim(tmp_path, sections)
    subject = AuditSubject(claim=claim, results={}, registered=False)
    found = Inspector(subject, bench_in(tmp_path, launch_for)).inspect()
    [finding] = hidden(found)
    assert finding.key == f"reduction-hides-violation:{key}"
    lines = Path(finding.file).read_text(encoding="utf-8").splitlines()
    assert lines[finding.line - 1].endswith(f" {key}")
    assert says in finding.message
    assert "green-not-as-expected:green" not in {one.key for one in found.findings}
