"""Where links of guides lead: pages, modules, copies; and no file outside the repository."""

from pathlib import Path, PurePosixPath

import pytest

from moltverify.site.doc_links import DocLinks

PAGE = PurePosixPath("docs/guide.html")


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    root = (tmp_path / "repository").resolve()
    (root / "docs" / "deep").mkdir(parents=True)
    (root / "docs" / "picture.svg").write_text("<svg/>")
    (root / "Makefile").write_text("all:\n")
    (root.parent / "secret.txt").write_text("secret")
    return root


@pytest.fixture
def links(repository: Path) -> DocLinks:
    guides = {
        repository / "docs" / "guide.md": PAGE,
        repository / "docs" / "deep" / "other.md": PurePosixPath("docs/deep/other.html"),
    }
    sources = {repository / "specs" / "Door.tla": PurePosixPath("source/Door.tla.html")}
    return DocLinks(guides, sources, repository / "docs")


@pytest.mark.parametrize(
    ("target", "address"),
    [
        ("deep/other.md", "../docs/deep/other.html"),
        ("deep/other.md#keys", "../docs/deep/other.html#keys"),
        ("../specs/Door.tla", "../source/Door.tla.html"),
        ("#here", "#here"),
        ("https://example.org/x", "https://example.org/x"),
        ("../Makefile", "../files/Makefile.txt"),
        ("picture.svg", "../files/docs/picture.svg"),
        ("deep", ""),
        ("missing.md", ""),
        ("../../secret.txt", ""),
        ("../../../../../../../../etc/passwd", ""),
    ],
)
def test_a_link_leads_to_its_page_or_to_a_copy_or_nowhere(
    links: DocLinks, repository: Path, target: str, address: str
) -> None:
    assert links.link(repository / "docs" / "guide.md", PAGE, target) == address


def test_only_what_is_linked_is_copied(links: DocLinks, repository: Path) -> None:
    assert links.copied == {}
    links.link(repository / "docs" / "guide.md", PAGE, "../Makefile")
    assert links.copied == {repository / "Makefile": PurePosixPath("files/Makefile.txt")}


def test_a_link_of_the_file_system_does_not_lead_out_of_the_repository(
    links: DocLinks, repository: Path
) -> None:
    (repository / "docs" / "innocent.txt").symlink_to(repository.parent / "secret.txt")
    assert links.link(repository / "docs" / "guide.md", PAGE, "innocent.txt") == ""
