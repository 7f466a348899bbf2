"""Seeded bugs in the terminal."""

import io

from moltverify.conformance.proof import Proof, ProofStatus
from moltverify.report.terminal.proof_text import print_proofs
from moltverify.report.terminal.terminal import make_console


def printed(*proofs: Proof) -> list[str]:
    output = io.StringIO()
    print_proofs(make_console(output, None, {"COLUMNS": "60"}), proofs, as_json=False)
    return output.getvalue().splitlines()


def proof(status: ProofStatus, reason: str = "", claim: str = "door") -> Proof:
    return Proof(claim=claim, release="house@1", bug="It is open.", status=status, reason=reason)


def test_bugs_stand_below_their_claim_with_what_became_of_them() -> None:
    lines = printed(
        proof(ProofStatus.SEEN, "3 calls differ, 0 without it"),
        proof(ProofStatus.MISSED, claim="roof"),
    )
    assert lines == [
        "door",
        "  SEEN: It is open. (house@1)",
        "      3 calls differ, 0 without it",
        "roof",
        "  MISSED: It is open. (house@1)",
        "2 seeded bugs: 1 SEEN, 1 MISSED",
    ]


def test_without_a_bug_that_is_said() -> None:
    assert printed() == ["0 seeded bugs: none"]
