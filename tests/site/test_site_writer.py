"""Writing a site: into an empty folder or over an earlier site, and never over other files."""

from pathlib import Path, PurePosixPath

import msgspec
import pytest

from moltverify.errors import StoreError, UsageError
from moltverify.site.site_contents import SiteFile
from moltverify.site.site_writer import MANIFEST, write_site


def file(path: str, content: bytes = b"x") -> SiteFile:
    return SiteFile(PurePosixPath(path), content)


def test_all_files_are_written_and_listed(tmp_path: Path) -> None:
    assert write_site(tmp_path / "new", [file("a.html"), file("b/c.json", b"{}")]) == 2
    assert (tmp_path / "new" / "b" / "c.json").read_bytes() == b"{}"
    listed = msgspec.json.decode((tmp_path / "new" / MANIFEST).read_bytes())
    assert listed == {"files": ["a.html", "b/c.json"]}


def test_a_page_that_the_site_has_no_more_is_removed_and_others_stay(tmp_path: Path) -> None:
    write_site(tmp_path, [file("a.html"), file("old.html")])
    (tmp_path / "CNAME").write_text("example.org")
    write_site(tmp_path, [file("a.html", b"new")])
    assert sorted(one.name for one in tmp_path.iterdir()) == ["CNAME", "a.html", MANIFEST]
    assert (tmp_path / "a.html").read_bytes() == b"new"


def test_a_folder_with_other_files_is_refused_and_untouched(tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("years of work")
    with pytest.raises(UsageError, match="no site of moltverify"):
        write_site(tmp_path, [file("a.html")])
    assert [one.name for one in tmp_path.iterdir()] == ["thesis.txt"]


def test_a_list_that_was_tampered_with_removes_nothing_outside(tmp_path: Path) -> None:
    victim = tmp_path / "victim"
    victim.write_text("here")
    site = tmp_path / "site"
    site.mkdir()
    content = {"files": ["../victim", str(victim), "gone.html"]}
    (site / MANIFEST).write_bytes(msgspec.json.encode(content))
    write_site(site, [file("a.html")])
    assert victim.read_text() == "here"


def test_an_error_while_pages_are_made_leaves_the_earlier_site(tmp_path: Path) -> None:
    write_site(tmp_path, [file("a.html", b"old")])

    def failing() -> object:
        yield file("a.html", b"new")
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        write_site(tmp_path, failing())  # type: ignore[arg-type]  # a generator that fails
    assert (tmp_path / "a.html").read_bytes() == b"old"


def test_a_file_in_place_of_a_folder_is_an_error_that_names_it(tmp_path: Path) -> None:
    (tmp_path / "site").write_text("")
    with pytest.raises(StoreError, match="site"):
        write_site(tmp_path / "site", [file("a.html")])
