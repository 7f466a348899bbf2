"""Whether a replay can fail: bugs that are planted, answers that are changed."""

import json
import shutil
from pathlib import Path

import pytest

from moltverify.conformance.planted_bugs import read_planted_bugs
from moltverify.conformance.proof import (
    Proof,
    ProofStatus,
    differing_part,
    first_answered,
    proof_code,
    unanswered_actions,
    with_answer,
    wrong_outcome,
)
from moltverify.conformance.protocol import CallAnswer
from moltverify.conformance.records import Status
from moltverify.conformance.results import ReplayFinding
from moltverify.errors import ExitCode, UsageError
from tests.conformance.conftest import SPECS
from tests.conformance.made import answered, vector
from tests.conftest import Run

EXAMPLE = SPECS.parent / "examples" / "lockout"
SHUT, AJAR = vector(1, {"door": "shut"}, "no"), vector(2, {"door": "ajar"}, "yes")
KNOCK = vector(3, {"door": "shut"}, "heard", action="knock")
RAN = answered(CallAnswer(1, "no"), CallAnswer(2, "yes"), CallAnswer(3, absent="no door"))


def proof(status: ProofStatus) -> Proof:
    return Proof(claim="door", release="house@1", bug="It is open.", status=status)


@pytest.mark.parametrize(
    ("statuses", "code"),
    [
        ([ProofStatus.SEEN], ExitCode.OK),
        ([ProofStatus.SEEN, ProofStatus.NOT_TRIED], ExitCode.NO_VERDICT),
        ([ProofStatus.NOT_TRIED, ProofStatus.MISSED], ExitCode.DIFFERS),
        # Where nothing was tried, nothing is proven.
        ([], ExitCode.NO_VERDICT),
    ],
)
def test_only_bugs_that_were_all_seen_prove_something(
    statuses: list[ProofStatus], code: ExitCode
) -> None:
    assert proof_code(list(map(proof, statuses))) is code


def test_an_answer_is_changed_to_that_of_another_call() -> None:
    assert wrong_outcome(SHUT, [SHUT, AJAR, KNOCK], RAN) == "yes"
    assert wrong_outcome(SHUT, [SHUT], RAN) == {"changed": "no"}
    changed = with_answer(RAN, CallAnswer(1, "yes"))
    assert (changed.answers[1].outcome, changed.answers[2].outcome) == ("yes", "yes")
    assert RAN.answers[1].outcome == "no"


def test_an_action_without_an_answer_is_named() -> None:
    assert first_answered([SHUT, AJAR, KNOCK], RAN) == {"open": SHUT}
    assert unanswered_actions([SHUT, AJAR, KNOCK], RAN) == ["knock"]


def test_a_finding_differs_by_its_counts_and_its_examples() -> None:
    def finding(differing: int) -> ReplayFinding:
        return ReplayFinding(
            claim="door",
            model="door",
            package="house",
            version="1",
            status=Status.LAXER,
            differing=differing,
        )

    assert differing_part(finding(1)) == differing_part(finding(1))
    assert differing_part(finding(1)) != differing_part(finding(2))


def test_the_bugs_of_the_suite_name_registered_releases_and_claims() -> None:
    bugs = read_planted_bugs(SPECS / "adapters" / "planted-bugs.json")
    assert {one.release for own in bugs.values() for one in own} == {
        "openclaw@2026.1.29",
        "openclaw@2026.9.6",
    }
    assert all(one.why.endswith(".") and one.old != one.new for own in bugs.values() for one in own)


def test_without_a_file_there_are_no_bugs_and_a_damaged_one_is_an_error(tmp_path: Path) -> None:
    assert read_planted_bugs(None) == {}
    file = tmp_path / "bugs.json"
    file.write_text('{"door": 3}')
    with pytest.raises(UsageError, match=r"bugs\.json"):
        read_planted_bugs(file)


@pytest.mark.tlc
def test_changed_answers_of_a_command_are_seen(
    tmp_path: Path, moltverify: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    project = Path(shutil.copytree(EXAMPLE, tmp_path / "lockout"))
    monkeypatch.chdir(project)
    answer = moltverify("conform", "--prove", "--registry", str(project / "specs"), "--json")
    assert (answer.returncode, answer.stderr) == (0, "")
    found = json.loads(answer.stdout)
    assert {one["status"] for one in found} == {"SEEN"}
    assert {one["bug"].split(" answers ")[0] for one in found} == {"Enter", "Reset"}
