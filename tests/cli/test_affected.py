"""`moltverify affected`: versions judged by the record, offline."""

import json
from pathlib import Path

import msgspec
import pytest
from jsonschema import Draft202012Validator

import moltverify
from moltverify.conformance.drift_record import FORMAT, NAME, RecordFile, alike_releases
from moltverify.conformance.records import Status
from tests.conformance.test_known_drift import finding
from tests.conftest import Run

SCHEMA = Path(moltverify.__file__).parent / "schemas" / "affected.schema.json"
REGISTRY = Path("specs") / "registry.yaml"
ADVISORY = (
    "    advisories: [{id: CVE-2026-1, title: The door is glass, aliases: [GHSA-aa], fixed: 3}]\n"
)


@pytest.fixture
def record(project: Path) -> Path:
    """A record of four releases: 1 holds, 2 and 3 are laxer, of 5 it is not known."""
    registry = project / REGISTRY
    registry.write_text(
        registry.read_text().replace("    group: house\n", "    group: house\n" + ADVISORY)
    )
    findings = [
        finding("hut@1", status=Status.CONFORMS),
        finding("house@2", "It is glass."),
        finding("house@3", "It is glass."),
        finding("house@5", status=Status.SYMBOL_MOVED),
    ]
    file = project / "specs" / NAME
    file.write_bytes(msgspec.json.encode(RecordFile(FORMAT, {"door": alike_releases(findings)})))
    return file


@pytest.mark.usefixtures("record")
@pytest.mark.parametrize(
    ("version", "code", "says"),
    [
        ("house@1", 3, "its neighbours differ"),
        ("2", 1, "laxer     door  Nobody"),
        ("2.5", 1, "judged by its neighbours house@2 and house@3"),
        ("4", 3, "house@3: LAXER; house@5: SYMBOL MOVED"),
        ("5", 3, "SYMBOL MOVED"),
        ("6", 3, "newer than all releases on record; judged by the newest, house@5"),
        ("0.1", 3, "older than all releases on record"),
    ],
)
def test_a_version_is_judged_and_it_is_said_by_what(
    moltverify: Run, version: str, code: int, says: str
) -> None:
    answer = moltverify("affected", "--version", version)
    assert (answer.returncode, answer.stderr) == (code, "")
    assert says in answer.stdout


@pytest.mark.usefixtures("record")
def test_a_version_that_holds_is_not_0_while_an_advisory_is_fixed_only_later(
    moltverify: Run, project: Path
) -> None:
    answer = moltverify("affected", "--version", "1")
    assert answer.returncode == 3
    assert "CVE-2026-1: The door is glass, fixed in 3, which is later" in answer.stdout
    registry = project / REGISTRY
    registry.write_text(registry.read_text().replace(ADVISORY, ""))
    answer = moltverify("affected", "--version", "1")
    assert (answer.returncode, "holds     door" in answer.stdout) == (0, True)


@pytest.mark.usefixtures("record")
@pytest.mark.parametrize("selector", ["door", "house", "CVE-2026-1", "ghsa-aa"])
def test_a_claim_and_an_advisory_list_the_releases(moltverify: Run, selector: str) -> None:
    answer = moltverify("affected", selector)
    assert answer.returncode == 3, "the newest release on record is unknown"
    assert answer.stdout.splitlines()[:4] == [
        "door",
        "holds     hut@1",
        "laxer     house@2 to house@3 (2)",
        "unknown   house@5: SYMBOL MOVED",
    ]


@pytest.mark.usefixtures("record")
def test_json_has_the_judgement_with_its_range_and_the_advisories(moltverify: Run) -> None:
    answer = moltverify("affected", "house@2", "--json")
    assert answer.returncode == 1
    told = json.loads(answer.stdout)
    Draft202012Validator(json.loads(SCHEMA.read_bytes())).validate(told)
    assert told["releases"] == ["hut@1", "house@2", "house@3", "house@5"]
    [release] = told["judged"]
    [claim] = release["claims"]
    assert claim["judgement"] == {
        "claim": "door",
        "answer": "laxer",
        "status": "LAXER",
        "by": [],
        "reason": "",
        "drifts": ["It is glass."],
        "affected": [{"first": "house@2", "last": "house@3", "fixed": ""}],
    }
    assert [(one["id"], one["fixed"], one["open"]) for one in claim["advisories"]] == [
        ("CVE-2026-1", "3", True)
    ]


@pytest.mark.usefixtures("record")
def test_osv_is_a_record_a_line(moltverify: Run) -> None:
    answer = moltverify("affected", "--osv", "--modified", "2026-02-01T12:00:00Z")
    [line] = answer.stdout.splitlines()
    told = json.loads(line)
    assert (told["id"], told["modified"]) == ("MOLTVERIFY-door", "2026-02-01T12:00:00Z")
    assert told["affected"][0]["versions"] == ["2", "3"]
    assert told["affected"][0]["package"] == {"ecosystem": "npm", "name": "house"}
    assert moltverify("affected", "--osv", "--version", "1").stdout == ""
    assert '"PyPI"' in moltverify("affected", "--osv", "--ecosystem", "PyPI").stdout


@pytest.mark.usefixtures("record")
def test_the_installed_package_is_judged(moltverify: Run, project: Path) -> None:
    answer = moltverify("affected", "--installed", env={"PATH": ""})
    assert (answer.returncode, answer.stdout) == (3, "")
    assert "neither of hut, house is in node_modules" in answer.stderr
    folder = project / "node_modules" / "house"
    folder.mkdir(parents=True)
    (folder / "package.json").write_text('{"name": "house", "version": "3"}')
    for arguments in (["--installed"], ["--path", str(project)], ["--path", str(folder)]):
        answer = moltverify("affected", *arguments, env={"PATH": ""})
        assert answer.returncode == 1
        assert answer.stdout.startswith("house@3: 1 claim, 1 laxer, 0 unknown")
        assert f"installed in {folder}" in answer.stdout


@pytest.mark.usefixtures("record")
@pytest.mark.parametrize(
    "arguments",
    [[], ["--version", "latest"], ["--version", "shed@1"], ["nothing"], ["--path", "nowhere"]],
)
def test_a_question_that_names_nothing_is_an_error(moltverify: Run, arguments: list[str]) -> None:
    answer = moltverify("affected", *arguments)
    assert (answer.returncode, answer.stdout) == (2, "")


def test_without_a_record_nothing_can_be_told(moltverify: Run) -> None:
    answer = moltverify("affected", "--version", "1")
    assert (answer.returncode, answer.stdout) == (3, "")
    assert "no replay is on record" in answer.stderr


def test_an_advisory_that_no_claim_covers_cannot_be_told(
    moltverify: Run, project: Path, record: Path
) -> None:
    assert record.is_file()
    registry = project / REGISTRY
    text = "advisories: [{id: CVE-2026-9, title: A window, reason: No claim is about windows.}]\n"
    registry.write_text(registry.read_text() + text)
    answer = moltverify("affected", "CVE-2026-9", "--version", "1")
    assert answer.returncode == 3
    assert "no claim is about CVE-2026-9, A window: No claim is about windows." in answer.stderr


def test_without_a_registry_the_bundled_suite_is_asked(moltverify: Run, tmp_path: Path) -> None:
    answer = moltverify("affected", "--version", "2026.3.13", cwd=tmp_path)
    assert answer.returncode in (1, 3)
    assert "by the record of the bundled suite" in answer.stdout.splitlines()[-1]


@pytest.mark.usefixtures("record")
def test_a_red_names_its_claim_and_its_mistakes_count_only_then(
    moltverify: Run, project: Path
) -> None:
    assert moltverify("affected", "door:unlocked", "--version", "2").returncode == 1
    registry = project / REGISTRY
    registry.write_text(registry.read_text().replace("Door_Unlocked.tla", "Door_Lost.tla"))
    assert moltverify("affected", "--version", "2").returncode == 1
    assert moltverify("affected", "door:unlocked", "--version", "2").returncode == 2


@pytest.mark.usefixtures("record")
def test_mistakes_in_the_registry_are_listed(moltverify: Run, project: Path) -> None:
    registry = project / REGISTRY
    registry.write_text(registry.read_text().replace("  - id: door", "  - id: Door Bell"))
    answer = moltverify("affected", "--version", "2")
    assert (answer.returncode, answer.stdout) == (2, "")
    assert "1 mistake in the registry" in answer.stderr
