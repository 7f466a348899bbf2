"""`moltverify trace --gateway` as an operator meets it, on the real TLC."""

import hashlib
import json
from pathlib import Path
from xml.etree import ElementTree

import jsonschema
import pytest
from junitparser import Failure, JUnitXml, Skipped

import moltverify as mv
from moltverify.report.files.fit_formats import FIT_FORMATS
from moltverify.report.files.snapshot_formats import SNAPSHOT_FORMATS
from tests.conftest import Run
from tests.snapshots.made import filled
from tests.tracing.gateway.make import SPECS
from tests.tracing.gateway.snapshots import put, rows_of, snapshot

SCHEMA = Path(mv.__path__[0]) / "schemas" / "snapshots.schema.json"
SUITE = ("--registry", str(SPECS / "registry.yaml"))


@pytest.mark.tlc
def test_two_snapshots_are_compared_with_all_claims_and_no_id_is_shown(
    tmp_path: Path, moltverify: Run
) -> None:
    paths = (snapshot(tmp_path, "busy-1"), snapshot(tmp_path, "busy-2"))
    answer = moltverify("trace", *SUITE, *(f"--gateway={one}" for one in paths))
    assert (answer.returncode, answer.stderr) == (0, "")
    assert "4 claims: 4 FITS" in answer.stdout
    assert "operator_approvals: 8 rows" in answer.stdout
    assert "not shown by the tables: Requests that were refused." in answer.stdout
    ids = ("alice", "bob", "AHQX6DLU", "second attempt", "unanswered")
    assert [one for one in ids if one in answer.stdout] == []


@pytest.mark.tlc
def test_what_does_not_fit_is_named_by_a_hash_or_by_its_id(tmp_path: Path, moltverify: Run) -> None:
    path = snapshot(tmp_path, "late")
    hidden = moltverify("trace", *SUITE, "approvals-token", "--gateway", str(path))
    shown = moltverify("trace", *SUITE, "approvals-token", "--gateway", str(path), "--show-ids")
    assert (hidden.returncode, shown.returncode) == (1, 1)
    assert "2 of 3 events of late fit" in shown.stdout
    assert "2 of 3 events of" in hidden.stdout
    assert "late fit" not in hidden.stdout


@pytest.mark.tlc
def test_tables_that_are_not_there_leave_their_claims_out(tmp_path: Path, moltverify: Run) -> None:
    table = "channel_ingress_events"
    path = filled(tmp_path / "db", {table: rows_of("busy-1")[table]})
    answer = moltverify("trace", *SUITE, "--gateway", str(path), "--json")
    report = json.loads(answer.stdout)
    assert answer.returncode == 0
    missing = {one["claim"]: one["missing"] for one in report["claims"]}
    assert missing["ingress-idempotency"] == ""
    assert missing["approvals-token"] == "operator_approvals: there is no such table"
    assert [one["report"] is None for one in report["claims"]] == [True, False, True, True]
    jsonschema.validate(report, json.loads(SCHEMA.read_bytes()))


@pytest.mark.tlc
def test_without_any_known_table_nothing_is_shown(tmp_path: Path, moltverify: Run) -> None:
    path = filled(tmp_path / "db", {"other": []})
    answer = moltverify("trace", *SUITE, "--gateway", str(path))
    assert (answer.returncode, answer.stderr) == (3, "")
    assert "4 claims: 4 not looked at" in answer.stdout


@pytest.mark.tlc
def test_an_id_steers_no_terminal_and_rows_of_unknown_words_are_counted(
    tmp_path: Path, moltverify: Run
) -> None:
    table = "operator_approvals"
    path = snapshot(
        tmp_path,
        "late",
        put(table, "late", approval_id="\x1b]0;mine\x07<b>"),
        lambda rows: rows[table].append({**rows[table][0], "status": "\x1b[31mlost"}),
    )
    answer = moltverify("trace", *SUITE, "approvals-token", "--gateway", str(path), "--show-ids")
    assert answer.returncode == 1
    assert "\x1b" not in answer.stdout
    assert "lost" not in answer.stdout
    assert "1 row not looked at: status is no word that is known" in answer.stdout


@pytest.mark.tlc
def test_a_report_in_each_format_says_what_fits_what_does_not_and_what_is_missing(
    tmp_path: Path, moltverify: Run
) -> None:
    table = "operator_approvals"
    rows = {one: rows_of("quiet")[one] for one in (table, "channel_ingress_events")}
    rows["channel_ingress_events"][0]["event_id"] = "message-77"
    rows[table].append({**rows_of("late")[table][0], "approval_id": "approval-77"})
    path = filled(tmp_path / "<db>", rows)
    wanted = [f"--report={name}={tmp_path / name}" for name in SNAPSHOT_FORMATS]
    answer = moltverify("trace", *SUITE, "--gateway", str(path), *wanted)
    assert (answer.returncode, answer.stderr) == (1, "")
    found = {name: (tmp_path / name).read_text() for name in SNAPSHOT_FORMATS}
    assert [name for name, text in found.items() if "-77" in text] == []
    page = found["html"]
    assert "<b>VIOLATES</b>" in page
    assert "<b>NOT LOOKED AT</b> channel_pairing_" in page
    assert "&lt;db&gt;" in page
    assert "<db>" not in page
    suites = {one.name: one for one in JUnitXml.fromstring(found["junit"].encode())}
    cases = {name: next(iter(suite)) for name, suite in suites.items()}
    kinds = {name: [type(one) for one in case.result] for name, case in cases.items()}
    assert kinds["approvals-token"] == [Failure]
    assert kinds["pairing"] == [Skipped]
    assert Failure not in kinds["ingress-idempotency"]
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    properties = ElementTree.fromstring(found["junit"]).iterfind(".//property")
    assert (f"{path} sha256", digest) in {(one.get("name"), one.get("value")) for one in properties}
    report = json.loads(found["json"])
    assert report["snapshots"] == [{"name": str(path), "sha256": digest}]
    jsonschema.validate(report, json.loads(SCHEMA.read_bytes()))


@pytest.mark.tlc
def test_the_receipt_of_the_same_copy_is_the_same_although_its_ids_have_new_names(
    tmp_path: Path, moltverify: Run
) -> None:
    path = snapshot(tmp_path, "late")
    receipts = []
    for number in range(2):
        target = tmp_path / f"receipt-{number}"
        moltverify("trace", *SUITE, "--gateway", str(path), f"--report=receipt={target}")
        receipts.append(target.read_bytes())
    assert receipts[0] == receipts[1]
    receipt = json.loads(receipts[0])
    assert receipt["snapshots"][0]["sha256"] == hashlib.sha256(path.read_bytes()).hexdigest()
    assert "snapshots.yaml" in [one["path"] for one in receipt["files"]]
    (late,) = (one for one in receipt["claims"] if one["claim"]["id"] == "approvals-token")
    assert (late["answer"], late["events"], late["fitting"]) == ("violates", 3, 0)


def test_the_formats_of_logs_and_of_the_systems_state_have_the_same_names() -> None:
    # The option offers them before it is known which of the two is compared.
    assert list(SNAPSHOT_FORMATS) == list(FIT_FORMATS)


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        ((), 2, "there is no log to compare"),
        (("pairing",), 2, "there is no log to compare"),
        (("--gateway", "nowhere"), 2, "cannot read nowhere: No such file"),
        (("--gateway", "text"), 2, "text is no SQLite database"),
        (("--gateway", "cut"), 3, "cut cannot be read: SQLite says: "),
        (("pairing", "app.log", "--gateway", "text"), 2, "cannot be compared together"),
        (("pairing", "app.log", "--show-ids"), 2, "--show-ids is for --gateway"),
        (("--gateway", "text", "--report", "sarif=x"), 2, "is not FORMAT=FILE with html, json"),
        (("gateway-exposure-v2", "--gateway", "text"), 2, "no query for gateway-exposure-v2"),
    ],
)
def test_what_cannot_be_compared_is_an_error_with_a_hint(
    project: Path, moltverify: Run, arguments: tuple[str, ...], code: int, words: str
) -> None:
    (project / "text").write_text("no database")
    whole = filled(project / "whole", {"other": []}).read_bytes()
    (project / "cut").write_bytes(whole[:200])
    answer = moltverify("trace", *SUITE, *arguments)
    assert (answer.returncode, answer.stdout) == (code, "")
    assert words in " ".join(answer.stderr.split())


def test_a_suite_that_does_not_know_the_systems_state_says_so(
    project: Path, moltverify: Run
) -> None:
    answer = moltverify("trace", "--gateway", str(project))
    assert answer.returncode == 2
    assert "snapshots.yaml, which says what the system's state tells" in answer.stderr
