"""The option --report, and what it writes."""

import json
from pathlib import Path, PurePosixPath

import click
import pytest

from moltverify.audit.results import Strength
from moltverify.cli.report_option import (
    ReportRequest,
    WantedType,
    format_options,
    read_further,
    report_option,
    write_rendered,
    write_reports,
)
from moltverify.errors import StoreError, UsageError
from moltverify.registry.digest import ClaimDigests
from moltverify.report.extra_findings import AUDIT, Audited
from moltverify.report.files.formats import FORMATS, ReportFile
from moltverify.store.findings import Found, Latest
from moltverify.suite.results import suite_from_json
from tests.report import sample


@click.command("report")
@format_options
@report_option
def reporting(reports: tuple[ReportRequest, ...], **targets: Path | None) -> object:
    """Return what the command line was converted to."""
    return reports, {name: target for name, target in targets.items() if target}


def converted(*words: str) -> object:
    return reporting.main(list(words), standalone_mode=False)


def request(format_: str, target: Path) -> ReportRequest:
    return ReportRequest(format_, target)


def write(*wanted: ReportRequest, root: Path = Path("/nowhere")) -> None:
    write_reports(wanted, sample.part("door", "door:tailgate"), sample.registry(), root)


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_can_be_asked_for_in_both_ways(name: str) -> None:
    assert converted("--report", f"{name}=out") == ((request(name, Path("out")),), {})
    assert converted(f"--{name}", "out") == ((), {name: Path("out")})


def test_several_reports_keep_their_order() -> None:
    wanted = ["--report", "junit=a.xml", "--report", "json=b.json", "--report", "junit=c.xml"]
    assert converted(*wanted) == (
        (
            request("junit", Path("a.xml")),
            request("json", Path("b.json")),
            request("junit", Path("c.xml")),
        ),
        {},
    )


def test_a_file_may_have_an_equals_sign_in_its_name() -> None:
    assert WantedType().convert("json=a=b.json", None, None) == request("json", Path("a=b.json"))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("pdf=a.pdf", r"no format 'pdf'; there is html, json, .*receipt"),
        ("JSON=a.json", "no format 'JSON'"),
        ("=a.json", "no format ''"),
        ("json", "name a file: json=FILE"),
        ("json=", "name a file: json=FILE"),
    ],
)
def test_a_report_that_cannot_be_written_is_refused_before_a_run(text: str, words: str) -> None:
    with pytest.raises(click.BadParameter, match=words):
        WantedType().convert(text, None, None)


def test_a_report_is_written_below_folders_that_do_not_exist_yet(tmp_path: Path) -> None:
    target = tmp_path / "a" / "b" / "run.json"
    write(request("json", target))
    assert suite_from_json(target.read_bytes()) == sample.part("door", "door:tailgate")


def test_an_earlier_report_is_replaced(tmp_path: Path) -> None:
    target = tmp_path / "run.json"
    target.write_text("of an earlier run" * 10_000, encoding="utf-8")
    write(request("json", target))
    assert json.loads(target.read_bytes())["title"] == "Samples for the report formats"


def test_a_report_of_several_files_is_a_folder(tmp_path: Path) -> None:
    write(request("itf", tmp_path / "traces"))
    (trace,) = (tmp_path / "traces").rglob("*.json")
    assert "tailgate" in trace.name


def test_several_reports_are_of_the_same_run(tmp_path: Path) -> None:
    write(*(request(name, tmp_path / name) for name in ("json", "junit", "markdown")))
    for name in ("json", "junit", "markdown"):
        assert "tailgate" in (tmp_path / name).read_text(encoding="utf-8"), name


def test_a_folder_in_the_place_of_a_report_is_a_mistake_of_the_user(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="is a folder") as caught:
        write(request("json", tmp_path))
    assert caught.value.hint == "name a file for the report"


def test_a_file_in_the_place_of_a_folder_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(StoreError, match=r"cannot make .*file"):
        write(request("json", tmp_path / "file" / "run.json"))


def test_files_of_a_folder_may_lie_in_folders_of_their_own(tmp_path: Path) -> None:
    parts = (
        ReportFile(PurePosixPath("a/one.json"), b"1"),
        ReportFile(PurePosixPath("two.json"), b"2"),
    )
    write_rendered(tmp_path / "out", parts)
    written = {str(path.relative_to(tmp_path)): path for path in tmp_path.rglob("*.json")}
    assert {name: path.read_bytes() for name, path in written.items()} == {
        "out/a/one.json": b"1",
        "out/two.json": b"2",
    }


def test_a_report_of_no_files_writes_nothing(tmp_path: Path) -> None:
    write_rendered(tmp_path / "out", ())
    assert list(tmp_path.iterdir()) == []


def test_the_latest_findings_are_those_of_the_registry_s_claims(tmp_path: Path) -> None:
    registry = sample.registry()
    latest = Latest(tmp_path, AUDIT, ClaimDigests(registry).of)
    found = {name: Audited(Strength(claim=name, reds=7), ()) for name in ("door", "gone")}
    latest.keep([Found(name, name, one) for name, one in found.items()], "2026-01-01T00:00:00")
    (dated,) = read_further(tmp_path, registry).audit
    assert (dated.content, dated.is_old) == (found["door"], False)
    assert read_further(tmp_path / "empty", registry).audit == ()


def test_only_formats_that_show_findings_read_the_store(tmp_path: Path) -> None:
    latest = Latest(tmp_path, AUDIT, ClaimDigests(sample.registry()).of)
    finding = Audited(Strength(claim="door", reds=1, distinct=123_456_789), ())
    latest.keep([Found("door", "door", finding)], "2026-01-01T00:00:00")
    out = tmp_path / "out"
    write(request("html", out / "a.html"), request("markdown", out / "a.md"), root=tmp_path)
    assert "123,456,789" in (out / "a.html").read_text(encoding="utf-8")
    assert "123,456,789" not in (out / "a.md").read_text(encoding="utf-8")
